internal import Clockwork
internal import Synchronization

/// The places that each draw of a bootstrap takes, kept for the next score of as many worlds.
enum BootstrapPlaces {
  /// How many places are kept, 80 MB of them; more are drawn anew each time.
  private static let countMax = 20_000_000
  private static let known = Mutex<[Int: [UInt32]]>([:])

  /// Hands out the places of each draw, as many as there are values to draw from.
  static func forEachDraw(of count: Int, _ body: (ArraySlice<UInt32>) -> Void) {
    if count * BootstrapInterval.drawCount <= countMax {
      let places = kept(count)
      for draw in 0..<BootstrapInterval.drawCount {
        body(places[(draw * count)..<((draw + 1) * count)])
      }
    } else {
      var stream = newStream()
      for _ in 0..<BootstrapInterval.drawCount { body(draw(count, below: count, &stream)[...]) }
    }
  }

  private static func kept(_ count: Int) -> [UInt32] {
    if let places = known.withLock({ $0[count] }) { return places }
    var stream = newStream()
    let places = draw(count * BootstrapInterval.drawCount, below: count, &stream)
    known.withLock { all in
      if all.reduce(places.count, { $0 + $1.value.count }) > countMax { all.removeAll() }
      all[count] = places
    }
    return places
  }

  private static func newStream() -> RandomStream {
    RandomStream(seed: 0, purpose: Purpose("trials.bootstrap"), entity: 0)
  }

  private static func draw(
    _ places: Int, below count: Int, _ stream: inout RandomStream
  ) -> [UInt32] {
    (0..<places).map { _ in UInt32(stream.below(UInt64(count))) }
  }
}
