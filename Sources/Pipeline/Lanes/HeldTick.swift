internal import Clockwork
internal import Ingestion
internal import Outside
internal import Telemetry

/// A control tick of one home that waits for outside programs, and what they have said so far.
struct HeldTick: Sendable {
  /// Readings of the tick, and what quality says of each.
  var readings: [IngestedReading] = []
  var isUsable: [Bool] = []
  /// The tick; nil where nothing waits.
  var tick: SimTime?
  /// Set when the plan has come, until it was handed on.
  var plan: SitePlan?
  private(set) var plansAsked: StageSet = []
  /// Energy readings of the homes' history and outlooks, for a forecasting program.
  var history: [IngestedReading] = []
  var outlooks: [StageOutlook] = []
  var wish: StageWish?
  /// Answers that count later than they came.
  var flags = OutsideFlags()
  var estimates: [Estimate] = []

  mutating func take(_ reading: IngestedReading) { readings.append(reading) }

  mutating func note(history reading: IngestedReading, _ outside: StageSet) {
    if outside.contains(.forecast), reading.channel == .energy { history.append(reading) }
  }

  mutating func take(
    _ forecast: WeatherForecastMessage, of home: HomeID, at arrival: SimTime, _ outside: StageSet
  ) {
    guard outside.contains(.forecast) else { return }
    outlooks.append(StageOutlook(home: home, arrival: arrival, forecast: forecast))
  }

  /// The plan, once for each stage.
  mutating func plan(for kind: StageKind) -> SitePlan? {
    guard let plan, !plansAsked.contains(StageSet(kind)) else { return nil }
    plansAsked.insert(StageSet(kind))
    return plan
  }

  mutating func clear() {
    readings.removeAll(keepingCapacity: true)
    isUsable.removeAll(keepingCapacity: true)
    tick = nil
    wish = nil
  }

  mutating func finish(at end: SimTime, conclusions: inout Conclusions) {
    flags.finish(at: end, conclusions: &conclusions)
  }
}

/// The flags of an outside detector: stated when raised, with an open end, and again when closed;
/// at most one of a kind is open on a channel.
struct OutsideFlags: Sendable {
  private var open: [Flag] = []
  /// Closed ones that still cover readings to come.
  private var recent: [Flag] = []

  /// Takes a flag with an open end, or one that closes the open one of its kind.
  mutating func take(_ flag: Flag, conclusions: inout Conclusions) {
    let known = open.firstIndex {
      $0.device == flag.device && $0.channel == flag.channel && $0.kind == flag.kind
    }
    if known == nil {
      var raised = flag
      raised.end = .distantFuture
      open.append(raised)
      conclusions.flags.append(raised)
    }
    guard flag.end < .distantFuture else { return }
    var closed = known.map { open.remove(at: $0) } ?? open.removeLast()
    closed.end = max(flag.end, closed.start)
    conclusions.flags.append(closed)
    recent.append(closed)
  }

  /// Whether a reading lies in a stretch that is distrusted; a gap distrusts none.
  func covers(_ reading: IngestedReading) -> Bool {
    func covers(_ flag: Flag) -> Bool {
      flag.device == reading.device && flag.channel == reading.channel && flag.kind != .gap
        && flag.start <= reading.eventTime
    }
    return open.contains { covers($0) }
      || recent.contains { covers($0) && reading.eventTime <= $0.end }
  }

  /// Forgets what no reading can lie in any more.
  mutating func forget(before time: SimTime) { recent.removeAll { $0.end < time } }

  mutating func finish(at end: SimTime, conclusions: inout Conclusions) {
    for var flag in open {
      flag.end = end
      conclusions.flags.append(flag)
    }
    open = []
  }
}
