"""What any search engine must do, as tests to inherit: `contract.EngineContract`."""
