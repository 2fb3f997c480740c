/** Parses text that a test knows the shape of; its assertions check it. */
export function readJson<Shape>(text: string): Shape {
  return JSON.parse(text) as Shape;
}
