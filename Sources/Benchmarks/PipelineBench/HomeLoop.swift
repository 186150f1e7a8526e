import Clockwork
import Homes
import Lanes
import Telemetry
import Truth

/// One home and its lane, lived as a run lives them, without threads, files and scores.
struct HomeLoop<Edge: EdgePolicy> {
  private(set) var home: Home
  private(set) var lane: Lane
  private(set) var edge: Edge
  private var wire = WireBuffer()
  private var truth: TruthBuffer
  private var conclusions = Conclusions()

  init(home: Home, settings: LaneSettings, edge: Edge) {
    self.home = home
    self.edge = edge
    lane = Lane(
      home: home.specification.home, settings: settings, birth: home.specification.birth)
    truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
    self.home.commission(wire: &wire, truth: &truth)
  }

  /// - Parameters:
  ///   - onStretch: sees each call that let the home live on.
  ///   - onCopy: sees each copy as it is taken in.
  ///   - onHour: sees what every full hour has brought.
  mutating func run(
    to end: SimTime, weather: WeatherTrack, onStretch: (RecordedStretch) -> Void,
    onCopy: (SimTime, UnsafeRawBufferPointer) -> Void, onHour: (RecordedHour) -> Void
  ) {
    var nextHour = home.now + .hours(1)
    while home.now < end {
      let reached = home.advance(
        to: min(lane.nextStop, end, nextHour), weather: weather, edge: &edge, wire: &wire,
        truth: &truth)
      let before = conclusions.commands.count
      lane.catchUp(to: reached, wire: &wire, conclusions: &conclusions, recorder: onCopy)
      let commands = Array(conclusions.commands[before...])
      for command in commands { home.receive(command, truth: &truth) }
      onStretch(RecordedStretch(limit: reached, commands: commands))
      guard reached == nextHour else { continue }
      onHour(
        RecordedHour(
          truth: truth, conclusions: conclusions, tap: lane.tap))
      truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
      conclusions = Conclusions()
      lane.tap = LaneTap()
      // A run writes finished days and exceptions of the ledgers away; here nobody wants them.
      _ = home.takeLedgerPage(before: reached - .days(2))
      _ = lane.takeLedgerPage(before: reached - .days(2))
      nextHour = reached + .hours(1)
    }
  }
}
