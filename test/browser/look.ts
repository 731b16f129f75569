/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import type { Language } from '../../contract/identity.ts'
import { books, readWords } from './words.ts'
import { deskSize, type Person, phoneSize, type Size } from './world.ts'

const sizes = { phone: phoneSize, desk: deskSize } satisfies Record<string, Size>
type SizeName = keyof typeof sizes
const sizeNames = Object.keys(sizes) as SizeName[]

/** Where pictures of all screens in all sizes are wanted, to be looked at by people. */
const picturesFolder = process.env.DOMPET_SCREENS

export type Eye = {
  faults: string[]
  /** Looks at the screen as it is now, in each size; what is wrong is added to `faults`. */
  look(screen: string): Promise<void>
}

export type EyeOptions = {
  /** Names the walk in faults and pictures. */
  series: string
  /** Looking takes seconds, so the walks share the sizes; axe looks at the first of them only. */
  sizes: SizeName[]
  /** Told of each fault at once. */
  tell(fault: string): void
}

/**
 * Somebody who looks at each screen for what nobody should see: what axe finds, a page that scrolls sideways, a key
 * where words should be, words of another language.
 */
export function openEye({ page, language }: Person, { series, sizes: wanted, tell }: EyeOptions): Eye {
  const faults: string[] = []
  const strangers = strangersTo(language)
  return {
    faults,
    async look(screen) {
      for (const name of picturesFolder ? sizeNames : wanted) {
        const size = sizes[name]
        await page.setViewportSize(size)
        await atRest(page)
        const found = [...(await faultsOfWords(page, strangers)), ...(await faultsOfWidth(page, size))]
        if (name === wanted[0]) found.push(...(await faultsOfAxe(page)))
        for (const fault of found) {
          faults.push(`${series} ${screen} (${name}): ${fault}`)
          tell(faults.at(-1)!)
        }
        await takePicture(page, `${series}-${screen}-${name}`)
      }
      await page.setViewportSize(phoneSize)
    },
  }
}

/** Everything that was on its way has come, and the new size has been drawn. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

async function faultsOfAxe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations.map(({ id, nodes }) => `axe ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

async function faultsOfWidth(page: Page, { width }: Size): Promise<string[]> {
  const needed = await page.evaluate(() => document.documentElement.scrollWidth)
  return needed > width ? [`needs ${needed} pixels and scrolls sideways`] : []
}

type Strangers = { keys: string[]; foreign: string[] }

async function faultsOfWords(page: Page, strangers: Strangers): Promise<string[]> {
  const texts = await page.evaluate(readTexts)
  const keys = new Set(strangers.keys)
  const foreign = new Set(strangers.foreign)
  return texts.flatMap((text) => {
    if (text.includes('{{') || keys.has(text)) return [`a key instead of words: ${text}`]
    return foreign.has(text) ? [`words of another language: ${text}`] : []
  })
}

/** Every text that eye or ear meets. */
function readTexts(): string[] {
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement
    if (owner?.checkVisibility() && !owner.closest('script, style')) texts.push(node.textContent!.trim())
  }
  for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name)!.trim())
  return texts.filter((text) => text !== '')
}

/** Keys of the language files, and English words that have other words in this language. */
function strangersTo(language: Language): Strangers {
  const keys = new Set<string>()
  const english = new Set<string>()
  const own = new Set<string>()
  for (const book of books) {
    for (const [key, words] of readWords(book, 'en')) {
      if (key.includes('.')) keys.add(key).add(key.replace(/_(zero|one|other)$/, ''))
      english.add(words)
    }
    for (const words of readWords(book, language).values()) own.add(words)
  }
  return { keys: [...keys], foreign: [...english].filter((words) => !own.has(words)) }
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (!picturesFolder) return
  mkdirSync(picturesFolder, { recursive: true })
  await page.screenshot({ path: path.join(picturesFolder, `${name}.png`) })
}
