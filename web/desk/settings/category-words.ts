import { type CategorySetting, every } from '../../../contract/desk-settings.ts'
import type { Language } from '../../ui/i18n/language.ts'

/** A category by its name; `*` as every one. */
export function categoryWords(
  categories: readonly CategorySetting[],
  code: string,
  language: Language,
  everyOne: string,
): string {
  if (code === every) return everyOne
  return categories.find((category) => category.code === code)?.names[language] ?? code
}
