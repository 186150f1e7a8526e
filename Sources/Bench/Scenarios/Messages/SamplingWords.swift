internal import Sampling
internal import Telemetry
internal import Truth

/// Why a device sent a reading, by the rule that its channel keeps.
enum SamplingWords {
  /// - Parameters:
  ///   - method: nil where an outside program sets the rules.
  ///   - period: of the channel's native ticks, s.
  static func why(_ reading: TracedReading, _ method: SamplingMethod?, period: Double) -> String {
    guard reading.slot != nil else { return "sent at once: the channel speaks when it changes" }
    guard let method else {
      return "sent by a rule of the outside program; " + since(reading, period)
    }
    guard let previous = reading.previous else {
      return rule(method, period) + ": the channel's first reading is always sent"
    }
    let ticks = reading.tick - previous.tick
    let reason: String
    switch method {
    case .fixed: reason = "its turn"
    case .adaptiveNull: reason = "the coin fell so"
    case .sendOnDelta(let delta, let heartbeat):
      let moved = (reading.value - previous.value).magnitude
      reason =
        moved >= delta
        ? "moved by \(RunRecord.short(moved))"
        : "moved by \(RunRecord.short(moved)) only, but \(ticks) ticks of at most \(heartbeat) "
          + "had gone by"
    case .swingingDoor(_, let heartbeat):
      reason =
        reading.decidedTick - previous.tick >= Int64(heartbeat)
        ? "the line had run for its \(heartbeat) ticks"
        : "the measurement at tick \(reading.decidedTick) was the first that no line from the last "
          + "reading sent could serve too, so the one before it went"
    }
    return rule(method, period) + ": " + reason + "; " + since(reading, period)
  }

  /// The rule itself.
  private static func rule(_ method: SamplingMethod, _ period: Double) -> String {
    func span(_ ticks: UInt32) -> String { "\(RunRecord.short(Double(ticks) * period)) s" }
    return switch method {
    case .fixed(let ticks): "every \(span(ticks))"
    case .adaptiveNull: "a coin at each measurement"
    case .sendOnDelta(let delta, let heartbeat):
      "when it has moved by \(RunRecord.short(delta)), after \(span(heartbeat)) at the latest"
    case .swingingDoor(let tolerance, let heartbeat):
      "a line within \(RunRecord.short(tolerance)) of all measurements, of \(span(heartbeat)) at "
        + "most"
    }
  }

  private static func since(_ reading: TracedReading, _ period: Double) -> String {
    guard let previous = reading.previous else { return "nothing was sent before" }
    let seconds = Double(reading.tick - previous.tick) * period
    return "\(RunRecord.short(previous.value)) was sent for \(RunRecord.short(seconds)) s before, "
      + "\(reading.heldCount) measurements between were held"
  }
}
