internal import Clockwork
internal import Dwellings
internal import Homes
internal import Sampling
internal import Telemetry
internal import Truth

/// A home to whose devices nobody listens and in which no agent acts: what the world is by itself.
/// Every sensor speaks at every tick.
struct UnheardHome {
  var home: Home
  private var edge = FixedPeriod(everyTicks: 1)
  private var wire = WireBuffer()
  private var truth: TruthBuffer

  init(_ specification: HomeSpecification, weather: WeatherTrack) {
    home = Home(specification, outdoor: weather.conditions[0])
    truth = TruthBuffer(roomCount: home.plan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
  }

  /// - Parameters:
  ///   - sent: told each copy that has arrived.
  ///   - was: told the truth since the last call of it, after the copies.
  /// - Throws: ``RunError/bug(_:)`` if the home broke a law.
  mutating func live(
    to end: SimTime, weather: WeatherTrack,
    sent: (SimTime, UnsafeRawBufferPointer) -> Void = { _, _ in }, was: (TruthBuffer) -> Void
  ) throws {
    while home.now < end {
      _ = home.advance(to: end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      wire.take(upTo: home.now, sent)
      was(truth)
      truth.removeAll()
    }
    try RunError.check(home.plausibility, ofHome: Int(home.specification.home.rawValue))
  }

  /// Closes what is open at the end, for the record.
  mutating func finish(was: (TruthBuffer) -> Void) {
    home.finish(truth: &truth)
    was(truth)
    truth.removeAll()
  }

  /// Gives back what can be made again, and the ledger's pages that nobody reads, for a while in
  /// which the home does not live on.
  mutating func releaseCaches() {
    home.releaseCaches()
    _ = home.takeLedgerPage(before: home.now)
    truth = TruthBuffer(roomCount: truth.roomCount)
    wire.releaseSpace()
  }
}
