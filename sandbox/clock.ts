/** Time and identifiers come in as arguments, so that tests own them. */
export type Clock = () => Date

export interface Ids {
  /** A fresh identifier of exactly `length` decimal digits, not starting with 0. */
  digits(length: number): string
  /** A fresh unguessable secret, URL-safe. */
  secret(): string
}
