import { type AccountDeed, accountDeeds } from '../../contract/access-log.ts'

type Underscored<Text extends string> = Text extends `${infer Area}.${infer Deed}` ? `${Area}_${Deed}` : Text
type DeedWord = Underscored<AccountDeed>

/** Under which name the words of a deed in the access log stand; `other` where a newer server knows more than this app. */
export function deedWord(action: string): DeedWord | 'other' {
  const known = (accountDeeds as readonly string[]).includes(action)
  return known ? (action.replace('.', '_') as DeedWord) : 'other'
}
