import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { Converter } from 'opencc-js/t2cn'

/** Words of this trade that the general dictionary would cut in two or join to their neighbours. */
const tradeWords = `
  客服 人工 人工客服 真人 退款 退钱 退货 提现 取现 充值 储值 转账 转帐 转钱 转错 虚拟账户 付款码 收款码 扫码 二维码 余额 冻结
  解冻 锁定 解锁 被锁 登录 登不上 登不进 密码 支付密码 登录密码 验证码 手续费 限额 额度 到账 没到账 投诉 账户 账号 盗刷 骗子 诈骗
  手机号 断网 注册 开户 缴费 话费 电费 没收到 收不到 扣钱 扣款 付款 付钱 付不了 商家 店家 老板 手机 丢了 被偷
`
/** Far above every frequency of the general dictionary, so that a trade word always wins its place. */
const tradeWordFrequency = 1_000_000

/** Said in every question and in no way telling: they would only add noise. */
const emptyWords = new Set(
  `
    的 了 吗 呢 吧 啊 呀 么 是 我 我们 你 你们 您 他 她 它 在 有 和 也 都 就 还 又 很 把 被 给 到 从 对 会 能 可以
    要 想 请 请问 这 那 这个 那个 个 一个 上 下 里 怎么 怎么办 怎样 如何 什么 为什么 怎么回事 啥 一下 一直 已经
    可是 但是 但 却 并 或 或者 与 及 不 没 没有 说 让 好像 明明
  `
    .trim()
    .split(/\s+/),
)

const toSimplified = Converter({ from: 't', to: 'cn' })
/** Characters that both scripts have but people write for one another: 帐户 and 账户, 登陆 and 登录, 著 and 着. */
const sameMeaning: readonly [RegExp, string][] = [
  [/帐/g, '账'],
  [/登[陆入]/g, '登录'],
  [/著/g, '着'],
]

const jieba = Jieba.withDict(dict)
const tradeDictionary = tradeWords
  .trim()
  .split(/\s+/)
  .map((word) => `${word} ${tradeWordFrequency} n`)
jieba.loadDict(Buffer.from(tradeDictionary.join('\n')))

const hanRun = /\p{Script=Han}+/gu

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

/**
 * The words of Chinese text, and beside them every pair of neighbouring characters: a segmenter cuts a short question
 * and a full sentence differently, and the pairs still meet.
 */
export function chineseWords(text: string): string[] {
  const simplified = simplify(text)
  return [...new Set([...cut(simplified), ...[...simplified.matchAll(hanRun)].flatMap(([run]) => pairs(run))])]
}

/** The words alone, for a search that asks for each of them. */
export function segmentChinese(text: string): string[] {
  return [...new Set(cut(simplify(text)))]
}

/** Traditional characters and those that people write for one another, as mainland Chinese writes them. */
export function simplify(text: string): string {
  return sameMeaning.reduce((done, [pattern, to]) => done.replace(pattern, to), toSimplified(text))
}

function cut(simplified: string): string[] {
  return jieba.cutForSearch(simplified, true).filter((word) => /[\p{L}\p{N}]/u.test(word) && !emptyWords.has(word))
}

function pairs(run: string): string[] {
  const characters = [...run]
  return characters
    .slice(1)
    .map((character, index) => `${characters[index]}${character}`)
    .filter((pair) => !emptyWords.has(pair))
}
