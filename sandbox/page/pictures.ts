import type { Html } from './html.ts'

const icon = (shapes: string): Html => ({
  markup: `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes}</svg>`,
})

/** Icons of Lucide (ISC licence), always beside a word. */
export const icons = {
  overview: icon(
    '<path d="M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8"/><path d="M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>',
  ),
  messages: icon(
    '<path d="M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z"/><path d="M7 11h10"/><path d="M7 15h6"/><path d="M7 7h8"/>',
  ),
  mail: icon('<path d="m22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7"/><rect x="2" y="4" width="20" height="16" rx="2"/>'),
  bank: icon(
    '<path d="M10 18v-7"/><path d="M11.119 2.205a2 2 0 0 1 1.762 0l7.84 3.846A.5.5 0 0 1 20.5 7h-17a.5.5 0 0 1-.22-.949z"/><path d="M14 18v-7"/><path d="M18 18v-7"/><path d="M3 22h18"/><path d="M6 18v-7"/>',
  ),
  shop: icon(
    '<path d="M15 21v-5a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v5"/><path d="M17.774 10.31a1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.451 0 1.12 1.12 0 0 0-1.548 0 2.5 2.5 0 0 1-3.452 0 1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.77-3.248l2.889-4.184A2 2 0 0 1 7 2h10a2 2 0 0 1 1.653.873l2.895 4.192a2.5 2.5 0 0 1-3.774 3.244"/><path d="M4 10.95V19a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8.05"/>',
  ),
  copy: icon(
    '<rect width="14" height="14" x="8" y="8" rx="2" ry="2"/><path d="M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"/>',
  ),
  download: icon('<path d="M12 15V3"/><path d="M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4"/><path d="m7 10 5 5 5-5"/>'),
}

const drawing = (shapes: string): Html => ({
  markup: `<svg class="drawing" viewBox="0 0 96 72" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes}</svg>`,
})

/** The goods of the shop, drawn with the same pen. */
export const goodPictures: Record<string, Html> = {
  coffee: drawing(
    '<path class="fill" d="M33 20h30l3 42H30z"/><path d="M33 20h30l3 42H30z"/><path d="M35 12h26v8H35z"/><path d="M48 34c-8 2-9 14 0 17 9-3 8-15 0-17z"/><path d="M48 34c-3 6 3 10 0 17"/>',
  ),
  tea: drawing(
    '<path class="fill" d="M26 34h38v12a16 16 0 0 1-16 16h-6a16 16 0 0 1-16-16z"/><path d="M26 34h38v12a16 16 0 0 1-16 16h-6a16 16 0 0 1-16-16z"/><path d="M64 38h5a6 6 0 0 1 0 13h-6"/><path d="M20 66h50"/><path d="M38 26c-4-5 4-8 0-14"/><path d="M50 26c-4-5 4-8 0-14"/>',
  ),
  sambal: drawing(
    '<path class="fill" d="M34 28h28l3 8v22a4 4 0 0 1-4 4H35a4 4 0 0 1-4-4V36z"/><path d="M34 28h28l3 8v22a4 4 0 0 1-4 4H35a4 4 0 0 1-4-4V36z"/><path d="M33 18h30v10H33z"/><path d="M42 53c10 0 15-5 13-12"/><path d="M42 53c0-7 5-12 13-12"/><path d="M55 41c1-2 2-3 4-3"/>',
  ),
  basket: drawing(
    '<path class="fill" d="M22 36h52l-6 26H28z"/><path d="M22 36h52l-6 26H28z"/><path d="M32 36c0-28 32-28 32 0"/><path d="M25 45h46"/><path d="M27 54h42"/><path d="M38 36l2 26"/><path d="M48 36v26"/><path d="M58 36l-2 26"/>',
  ),
  scarf: drawing(
    '<path class="fill" d="M28 14h28v40H28z"/><path d="M28 14h28v40H28z"/><path d="M56 20c16 2 14 16 10 42H50l2-8"/><path d="M34 26l8-6 8 6-8 6z"/><path d="M34 42l8-6 8 6-8 6z"/><path d="M31 54v6"/><path d="M37 54v6"/><path d="M43 54v6"/><path d="M49 54v6"/>',
  ),
}
