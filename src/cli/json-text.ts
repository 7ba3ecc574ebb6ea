/** JSON told in pieces: a matrix of thousands of points is longer than a string can be. */
export class JsonText {
  constructor(readonly pieces: Iterable<string>) {}
}
