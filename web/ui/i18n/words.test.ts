import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chooseLanguage, type Language, languages } from './language.ts'

/** Holds every language file under web/ to the same keys, the same placeholders and the tone of the house. */

const web = fileURLToPath(new URL('../..', import.meta.url))

/** Words that are the same in every language: names, units, signs. */
const sameEverywhere =
  /^(Dompet|QRIS|PIN|OK|ID|IDR|CSV|PDF|QR|ATM|SMS|Email|E-mail|Chat|Menu|Status|Total|Online|Offline|Enter|Esc|Ctrl|Kopi Tugu)$/i

/** English words so common that a sentence of another language that holds one was left untranslated. */
const english = /\b(the|and|your|you|is|are|was|not|this|that|with|from|please|have|has|will|for|of|to)\b/i

type Words = Map<string, string>

function flatten(value: unknown, path = '', words: Words = new Map()): Words {
  if (typeof value === 'string') words.set(path, value)
  else
    for (const [name, inner] of Object.entries(value as object)) flatten(inner, path ? `${path}.${name}` : name, words)
  return words
}

/** English has two forms of a counted word, Chinese and Indonesian one: `_one` and `_other` count as the same key. */
const keyOf = (path: string) => path.replace(/_(one|other)$/, '')

/** `{{name}}` and `<name>` of a text; only the text of many must name the count, so `_one` is left out by its caller. */
const placeholders = (text: string) => [...new Set(text.match(/\{\{\s*[\w.]+/g) ?? [])].sort()
const tags = (text: string) => (text.match(/<\/?\w+\/?>/g) ?? []).sort()

/** A namespace is named by its three files: `words/en/ui.json` or `words/en.json`. */
function namespaces(): { name: string; files: Record<Language, string> }[] {
  const inFolders = globSync('**/words/en/*.json', { cwd: web, exclude: ['dist/**'] })
  const plain = globSync('**/words/en.json', { cwd: web, exclude: ['dist/**'] })
  return [...inFolders, ...plain].sort().map((english) => {
    const fileIn = (language: Language) =>
      english.endsWith('en.json')
        ? join(web, dirname(english), `${language}.json`)
        : join(web, dirname(dirname(english)), language, english.split('/').at(-1)!)
    return { name: english, files: { en: fileIn('en'), id: fileIn('id'), zh: fileIn('zh') } }
  })
}

const read = (file: string) => flatten(JSON.parse(readFileSync(file, 'utf8')))

for (const { name, files } of namespaces()) {
  describe(relative('.', name), () => {
    const words = { en: read(files.en), id: read(files.id), zh: read(files.zh) }

    test('the same keys in all languages', () => {
      const keys = (language: Language) => [...new Set([...words[language].keys()].map(keyOf))].sort()
      assert.deepEqual(keys('id'), keys('en'))
      assert.deepEqual(keys('zh'), keys('en'))
    })

    test('the same placeholders and tags', () => {
      for (const language of ['id', 'zh'] as const) {
        for (const [path, text] of words[language]) {
          const source = words.en.get(path) ?? words.en.get(`${keyOf(path)}_other`) ?? words.en.get(keyOf(path))
          assert.ok(source !== undefined, `${path} in ${language} has no English`)
          assert.deepEqual(placeholders(text), placeholders(source), `${path} in ${language}`)
          assert.deepEqual(tags(text), tags(source), `${path} in ${language}`)
        }
      }
    })

    test('nothing is left in English', () => {
      for (const language of ['id', 'zh'] as const) {
        for (const [path, text] of words[language]) {
          const bare = text.replace(/\{\{[^}]*\}\}|<[^>]*>|[\d\p{P}\p{S}]/gu, ' ').trim()
          assert.ok(!english.test(bare), `${path} in ${language} reads as English: ${text}`)
          if (language === 'zh' && /[a-z]{2}/i.test(bare) && !sameEverywhere.test(bare)) {
            assert.match(bare, /\p{Script=Han}/u, `${path} in zh has no Chinese: ${text}`)
          }
        }
      }
    })

    test('the tone of the house', () => {
      for (const language of languages) {
        for (const [path, text] of words[language]) {
          const where = `${path} in ${language}: ${text}`
          assert.ok(text.trim() !== '', where)
          assert.doesNotMatch(text, /[!！]/, where)
          assert.doesNotMatch(text, /\b(oops|whoops|ups|aduh)\b|哎呀|糟糕/i, where)
          assert.doesNotMatch(text, /\.\.\./, where)
          if (language === 'zh') assert.doesNotMatch(text, /你/, where)
          if (language === 'zh') assert.doesNotMatch(text, /\p{Script=Han}\s*[,;?]/u, `western comma, ${where}`)
          if (language === 'id') assert.doesNotMatch(text, /\b(kamu|kau|engkau)\b/i, where)
        }
      }
    })
  })
}

test('the language: the saved choice, else the first of the browser that we speak, else English', () => {
  assert.equal(chooseLanguage('zh', ['en']), 'zh')
  assert.equal(chooseLanguage(null, ['fr-FR', 'id-ID', 'en']), 'id')
  assert.equal(chooseLanguage('xx', ['zh-TW']), 'zh')
  assert.equal(chooseLanguage(null, ['in']), 'id')
  assert.equal(chooseLanguage(null, ['fr']), 'en')
})
