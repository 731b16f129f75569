declare module 'subset-font' {
  /** What is used of it: a plain face with these characters, made of a variable one. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'sfnt'; variationAxes: Record<string, number> },
  ): Promise<Buffer>
}
