import Clockwork
import Homes
import Ingestion
import Lanes
import Sampling
import Scenarios
import Telemetry
import Truth

/// One hour of a home, as its scorer gets it.
struct RecordedHour {
  var truth: TruthBuffer
  var conclusions: Conclusions
  var tap: LaneTap
  var band: ClosedRange<Double>?
}

/// One call that let a home live on, and the commands that it got afterwards.
struct RecordedStretch {
  var limit: SimTime
  var commands: [Command]
}

/// All that crossed the borders of one home's stages in one run: what the rows are timed on.
struct Recording {
  let plan: RunPlan
  let specification: HomeSpecification
  let sitePlan: SitePlan
  let directory: ChannelDirectory
  /// The home at its birth, for the scorer.
  let born: Home
  var offers: [(slot: Int, reading: NativeReading)] = []
  var decisions: [EdgeDecision] = []
  var stretches: [RecordedStretch] = []
  var copies = WireBuffer()
  var hours: [RecordedHour] = []
  /// Measurements made by sensors.
  var readingCount = 0

  /// Lives a home through as a run does, without threads and stores.
  init(_ plan: RunPlan, home index: Int, weather: WeatherTrack) {
    self.plan = plan
    specification = plan.specification(index)
    var home = Home(specification, outdoor: weather.conditions[0])
    born = home
    sitePlan = home.sitePlan
    let settings = plan.laneSettings
    directory = ChannelDirectory(home.sitePlan, rangeMargin: settings.intake.rangeMargin)
    var lane = Lane(home: specification.home, settings: settings, birth: plan.birth)
    var edge = RecordingEdge(
      sampler: EdgeSampler(
        methods: settings.sampling.policies(home.sitePlan), home: specification.home))
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
    var conclusions = Conclusions()
    home.commission(wire: &wire, truth: &truth)
    var nextHour = plan.birth + .hours(1)
    while home.now < plan.end {
      let limit = min(lane.nextStop, plan.end, nextHour)
      let reached = home.advance(
        to: limit, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      let before = conclusions.commands.count
      lane.catchUp(to: reached, wire: &wire, conclusions: &conclusions) { arrival, bytes in
        copies.append(bytes, arrival: arrival)
      }
      let commands = Array(conclusions.commands[before...])
      for command in commands { home.receive(command, truth: &truth) }
      stretches.append(RecordedStretch(limit: reached, commands: commands))
      guard reached == nextHour else { continue }
      hours.append(
        RecordedHour(
          truth: truth, conclusions: conclusions, tap: lane.tap, band: home.comfortBand))
      truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
      conclusions = Conclusions()
      lane.tap = LaneTap()
      nextHour = reached + .hours(1)
    }
    offers = edge.offers
    decisions = edge.decisions
    readingCount = Int(home.ledger.total(.taken).count)
  }

  /// The readings that reached the stages, with the tick that handed them on.
  var entries: [LaneTap.Entry] { hours.flatMap(\.tap.entries) }
}

/// Writes down what the devices' policy was asked and what it said.
private struct RecordingEdge: EdgePolicy {
  var sampler: EdgeSampler
  var offers: [(slot: Int, reading: NativeReading)] = []
  var decisions: [EdgeDecision] = []

  mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision {
    let decision = sampler.offer(slot: slot, reading: reading)
    offers.append((slot, reading))
    decisions.append(decision)
    return decision
  }
}

/// Says again what was said, so that the world is timed without its devices' policy.
struct ReplayedEdge: EdgePolicy {
  let decisions: [EdgeDecision]
  var next = 0

  mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision {
    next += 1
    return decisions[next - 1]
  }
}
