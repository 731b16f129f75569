import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

/** Contrast of every pair of tokens that meet on a screen, worked out from tokens.css itself (WCAG 2.2). */

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

type Theme = 'light' | 'dark'
type Mode = 'standard' | 'simple'

function tokensOf(theme: Theme, mode: Mode): Map<string, string> {
  const simpleStart = css.indexOf('[data-mode="simple"]')
  const blocks = mode === 'simple' ? [css.slice(0, simpleStart), css.slice(simpleStart)] : [css.slice(0, simpleStart)]
  const tokens = new Map<string, string>()
  for (const block of blocks) {
    for (const [, name, light, dark] of block.matchAll(
      /--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g,
    )) {
      tokens.set(name!, theme === 'light' ? light! : dark!)
    }
  }
  return tokens
}

/** Relative luminance of an OKLCH colour, by way of linear sRGB (Ottosson's matrices), clipped to the gamut. */
function luminance(colour: string): number {
  const [l, c, h] = colour.slice(6, -1).split(' ').map(Number) as [number, number, number]
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short)
  const green = clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short)
  const blue = clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(first: string, second: string): number {
  const [dark, light] = [luminance(first), luminance(second)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const papers = ['ground', 'surface', 'raised', 'sunk'] as const
const meanings = ['good', 'warn', 'bad', 'info', 'accent'] as const

const textPairs: readonly (readonly [ink: string, paper: string])[] = [
  ...papers.flatMap((paper) => [['ink', paper] as const, ['ink-soft', paper] as const]),
  ...meanings.flatMap((meaning) => [
    ...(['ground', 'surface', 'raised'] as const).map((paper) => [meaning, paper] as const),
    [meaning, `${meaning}-soft`] as const,
    ['ink', `${meaning}-soft`] as const,
  ]),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-press'],
  ['ground', 'ink'],
]
const edgePairs = ['ground', 'surface', 'raised'].map((paper) => ['line-strong', paper] as const)

for (const theme of ['light', 'dark'] as const) {
  for (const mode of ['standard', 'simple'] as const) {
    test(`contrast, ${theme}, ${mode}`, () => {
      const tokens = tokensOf(theme, mode)
      const check = (pairs: typeof textPairs, least: number) => {
        for (const [front, back] of pairs) {
          const found = contrast(tokens.get(front)!, tokens.get(back)!)
          assert.ok(found >= least, `${front} on ${back}: ${found.toFixed(2)}, needs ${least}`)
        }
      }
      check(textPairs, mode === 'simple' ? 7 : 4.5)
      check(edgePairs, 3)
    })
  }
}
