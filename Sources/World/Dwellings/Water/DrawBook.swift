internal import Clockwork
internal import Telemetry
internal import Truth

/// The draws on whatever heats a dwelling's water: those planned or under way, and those that ended
/// and nobody has taken yet.
struct DrawBook: Sendable {
  var open: [FinishedDraw] = []
  private var finished: [FinishedDraw] = []

  mutating func add(_ draw: WaterDraw) {
    if draw.end > draw.start { open.append(FinishedDraw(draw)) }
  }

  /// Whoever goes to another room, or out, draws no more water.
  mutating func endDraws(of resident: ResidentIndex, at time: SimTime) {
    for i in open.indices where open[i].draw.resident == resident {
      open[i].draw.end = min(open[i].draw.end, time)
    }
    open.removeAll { $0.draw.end <= $0.draw.start }
  }

  /// Every draw that is planned, runs, or has ended and was not taken yet.
  func forEach(_ body: (WaterDraw) -> Void) {
    for draw in open { body(draw.draw) }
    for draw in finished { body(draw.draw) }
  }

  /// Those under way at a moment, as if each ended then; their litres up to the last step.
  func underWay(at time: SimTime) -> [FinishedDraw] {
    open.filter { $0.draw.start < time }.map { draw in
      var cut = draw
      cut.draw.end = min(cut.draw.end, time)
      return cut
    }
  }

  /// Sets aside what has ended by a time.
  mutating func close(upTo end: SimTime) {
    for draw in open where draw.draw.end <= end { finished.append(draw) }
    open.removeAll { $0.draw.end <= end }
  }

  mutating func takeFinished() -> [FinishedDraw] {
    defer { finished.removeAll(keepingCapacity: true) }
    return finished
  }
}
