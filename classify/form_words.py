"""The words that printed labels of business forms are made of, and whether a text is made of nothing else.

A label is kept in the memory of forms only if it is: so nothing that somebody filled in gets there, not even
when a page is laid out badly. Words that people fill in (同意, 月结, places, trades, goods) are left out
on purpose.
"""

from __future__ import annotations

import re
from functools import cache

_WORDS = frozenset(
    """
    客户 单位 公司 企业 部门 个人 对方 双方 本人 我方 我司 贵司 本表 本单 供方 需方 甲方 乙方 买方 卖方
    供应商 经销商 代理商 购货 销货 采购 销售 购买 收货 发货 送货 交货 提货 供货 进货 退货 换货 订货 货物
    产品 商品 货款 名称 全称 简称 姓名 性别 年龄 民族 学历 职务 职位 职称 岗位 身份证 证件 护照 号码 编号
    序号 文号 单号 批号 型号 规格 品名 品牌 品种 种类 类别 类型 性质 级别 等级 状态 数量 单价 总价 价格 价款
    金额 总额 小计 合计 总计 累计 余额 结余 差额 数额 税额 税率 税号 折扣 币种 汇率 计量 重量 体积 面积 尺寸
    包装 材质 产地 日期 时间 年份 年度 月份 季度 期间 期限 期末 期初 年末 年初 本期 上期 上年 本年 本月 上月
    当期 前期 去年 今年 同期 起止 开始 结束 截止 有效 有效期 到期 逾期 账期 账龄 天数 次数 频率 地址 地点
    住所 场所 住址 经营 营业 注册 办公 通讯 通信 联系 联络 电话 手机 传真 邮箱 邮编 邮政 电子 网址 网站 微信
    联系人 联系方式 法定 代表人 法人 法人代表 负责人 经办人 申请人 填表人 制表人 审核人 审批人 记录人 调查人
    复核人 批准人 陪同 陪同人 参加 参加人 参与 人员 业务员 经理 总经理 主管 主任 董事 董事长 监事 股东 财务
    会计 出纳 法务 市场 业务 信用 授信 信贷 资信 资质 额度 限额 赊销 赊购 申请 审批 审核 审查 审定 复核 核准
    核定 批准 批复 批示 意见 建议 结论 理由 原因 依据 根据 说明 备注 附注 注释 附件 附表 清单 目录 资料 材料
    文件 证明 证书 证号 执照 营业执照 许可证 资格 登记 登记证 登记机关 发证 发证机关 机关 颁发 核发 统一
    社会 信用代码 代码 机构 组织 纳税人 识别号 纳税 税务 资本 资金 资产 负债 权益 所有者 股份 股权 持股 比例
    出资 出资额 实收 投资 融资 贷款 借款 担保 抵押 质押 保证 保证人 担保人 被担保 反担保 开户 开户行 银行
    账号 账户 账面 户名 行号 支行 付款 收款 回款 还款 欠款 应收 应付 预收 预付 已收 未收 已付 未付 支付 结算
    方式 条件 条款 付款人 收款人 用途 摘要 借方 贷方 凭证 票据 发票 收据 支票 汇票 承兑 流水 流水号 对账
    对账单 核对 相符 不符 确认 声明 承诺 授权 委托 代理 代理人 受托人 委托人 被委托 权限 转委托 签字
    签名 签章 签订 签署 签收 签发 签批 盖章 公章 印章 合同章 财务章 专用章 合同 协议 协议书 契约 订单 标的
    履行 履约 违约 责任 争议 解决 质量 质保 质检 检验 检测 验收 合格 标准 要求 技术 参数 性能 安装 调试 维修
    服务 售后 使用 操作 培训 反馈 满意 满意度 非常满意 基本满意 一般 不满意 评分 评价 评估 评定 得分 分值
    分数 权重 指标 项目 内容 事项 事由 情况 现状 概况 简介 背景 历史 沿革 规模 主要 主营 兼营 范围 行业 地区
    区域 来源 渠道 方向 对象 目的 目标 计划 方案 措施 处理 处置 整改 纠正 预防 验证 跟踪 结果 效果 进度 进展
    完成 实施 执行 实际 预计 估计 需要 是否 其他 其它 以上 以下 相关 关联 有关 具体 详细 基本 重要 重大 特别
    综合 总体 全部 部分 投诉 抱怨 问题 缺陷 故障 现场 调查 考察 访问 走访 拜访 来访 回访 接待 洽谈 谈判 会谈
    会议 会签 会审 议题 主题 主持 出席 缺席 列席 记录 纪要 记录表 通话 来电 去电 电访 催收 催款 催缴 催告
    通知 通知书 告知 函件 来函 回函 回执 往来 信函 交易 业绩 历年 销量 销售额 采购额 产值 产量 产能 收入
    成本 费用 支出 利润 净利 净利润 毛利 毛利率 营业额 税金 税费 增值税 所得税 现金 流量 净额 存货 库存 固定
    流动 非流动 长期 短期 无形 递延 折旧 减值 摊销 公积 未分配 盈余 负债率 周转 周转率 增长 增长率 同比 环比
    设备 厂房 土地 房产 车辆 办公室 仓库 车间 租赁 自有 租用 员工 职工 人数 总人数 诉讼 仲裁 处罚 查封 冻结
    失信 被执行 记载 变更 新增 续签 补充 修改 更正 注销 作废 初审 终审 复审 一级 二级 三级 呈报 报送 抄送
    发件 收件 发件人 收件人 寄件 寄件人 快递 运输 运费 物流 承运 车牌 司机 到达 出发 始发 目的地 装卸 出库
    入库 领料 入账 记账 制单 制表 填表 填写 打印 页码 版本 表格 表号 格式 样式 第一 第二 第三 客服 工号 系统
    模块 操作员 查询 报表 报告 报告书 统计 汇总 汇总表 明细 明细表 台账 一览表 登记表 申请表 申请书 申请单
    审批表 审批单 评审表 评审 调查表 调查问卷 问卷 考察表 评价表 评估表 反馈表 反馈单 处理单 处理表 通知单
    联系单 确认书 确认单 确认函 承诺书 委托书 授权书 证明书 记录单 跟踪表 会签单 会签表 流转 流转单 传阅
    拜访表 档案 档案表 信息 信息表 信息卡 基础 资料卡 名片 快报 日报 周报 月报 年报 季报 分析 分析表 测算
    测算表 核算 考核 预算 决算 计提 坏账 准备 风险 预警 信号 限制 停止 暂停 恢复 发运 生效 失效 终止 解除
    货币 成立 代表 原件 复印件 复印 页数 从业 债务 债务人 债权 债权人 习惯 接听 接听人 沟通 大写 小写 附言
    科目 结转 主张 立场 核查 维护 最高 最低 平均 期数 权属 后续 行动 工作 判断 判定 缺件 份数 移交 移交人
    接收 接收人 受理 结案 状况 前景 提示 偿还 收回 取得 收到 流入 流出 活动 筹资 账款 在建 工程 待摊 薪酬
    应交 附加 管理 本金 利息 利率 罚息 主办 要点 跟进 答复 回复 期望 抽样 部位 外观 交货期 及时性 准确性
    稳定性 合理性 承办 承办人 送审 用印 编制 币别 维护人 领款 报销 出差 请假 假别 补助 科室 起因 追讨 追收
    清收 委外 案件 动作 配合 合作 态度 能力 资源 环境 到访 了解 安排 描述 提出 转交 征询 核实 照片 附页 动态
    说法 更新 当前 信控 风控 用电 用水 水电 申报 备案 报价 比价 中标 投标 招标 返利 政策 促销 库位 检查 巡查
    自查 抽查 评语 签约 续约 解约 归档 借阅 移送 立案 判决 律师 法院 前次 下次 本次 首次 时限 天内
    """.split()  # noqa: SIM905 - a list of many hundred words is read best as text
)
_LONGEST = max(map(len, _WORDS))
_LINKS = frozenset(
    "的及与和或之人者号额日期率数量价费款章表单书函名类型本年月总应已未各项其是否有无可不须请元"
    "次级位金栏处对被按含前后新原现首末上下内外共卡"
)
_LEADING = frozenset(
    "总应已未各其是有无可不须请前后新原现首末上下内外年月各本第"
)  # links that a label may begin with
_NUMBERED = re.compile(r"^[(\[]?(?:[\d一二三四五六七八九十]{1,2}|[①-⑳])[)\].、:]+")
_IN_BRACKETS = re.compile(r"[(\[<]([^)\]>]*)[)\]>]?")
_UNIT = re.compile(r"(?:人民币|[万千百亿]?元|[%％‰]|天|日|年|月|人|个|次|台|平方米|㎡|吨|件|套|m2)*")
_HOLLOW = re.compile(r"[/\\、,·_*＊-]+")
_LONGEST_LABEL = 16


def is_wording(text: str) -> bool:
    """Whether a text (in the spelling of `wording.plain`) is made of the words of forms and nothing else.

    A number before it, a unit or such words in brackets behind it may be there: 三、注册资本(万元).
    """
    bare, inside = _bared(text)
    return 2 <= len(bare) <= _LONGEST_LABEL and _is_made(bare) and all(map(_may_stand_inside, inside))


def wording_at_end(text: str, *, least: int = 2) -> str:
    """The longest end of a text that is wording and has at least so many characters; empty where none is."""
    for start in range(max(0, len(text) - _LONGEST_LABEL), len(text) - least + 1):
        if is_wording(text[start:]):
            return text[start:]
    return ""


def bared(text: str) -> str:
    """A label as it is kept and compared: without its number, brackets, colon and separators."""
    return _bared(text)[0]


def _bared(text: str) -> tuple[str, list[str]]:
    text = _NUMBERED.sub("", text.strip(" :;。"))
    return _HOLLOW.sub("", _IN_BRACKETS.sub("", text)).strip(" :"), _IN_BRACKETS.findall(text)


def _may_stand_inside(text: str) -> bool:
    return _UNIT.fullmatch(text.replace("单位:", "")) is not None or _is_made(
        _HOLLOW.sub("", text).strip(" :")
    )


@cache
def _is_made(text: str) -> bool:
    """Whether words and single links between them make the text; at least half of it are words."""
    best: list[int | None] = [0]  # most characters in words that a split of each beginning can have
    for end in range(1, len(text) + 1):
        ways = [
            best_before + len(word)
            for start in range(max(0, end - _LONGEST), end)
            if (word := text[start:end]) in _WORDS and (best_before := best[start]) is not None
        ]
        before = best[end - 1]
        if before is not None and text[end - 1] in (_LINKS if end > 1 else _LEADING):
            ways.append(before)
        best.append(max(ways, default=None))
    inside = best[-1]
    return inside is not None and 0 < len(text) <= 2 * inside
