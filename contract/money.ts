import { z } from 'zod'

/** ISO 4217 currencies that a wallet may hold, with the number of decimals ISO gives them. */
export const currencyDecimals = { IDR: 2, USD: 2, SGD: 2, MYR: 2, CNY: 2 } as const
export type Currency = keyof typeof currencyDecimals

export const currency = z.enum(Object.keys(currencyDecimals) as [Currency, ...Currency[]])

/** Longest accepted amount: 13 digits before the point keep every sum far inside a 64-bit integer of minor units. */
export const amountPattern = /^(0|[1-9]\d{0,12})(\.\d{1,2})?$/
const balancePattern = /^-?(0|[1-9]\d{0,15})(\.\d{1,2})?$/

/** A positive or zero amount as a decimal string, for example "20000" or "20000.00". */
export const amount = z.string().regex(amountPattern, 'a decimal string such as "20000" or "20000.00"')

export const money = z.strictObject({ amount, currency })
export type Money = z.infer<typeof money>

/** Money that may be below zero (differences, changes of a balance). */
export const signedMoney = z.strictObject({ amount: z.string().regex(balancePattern), currency })
