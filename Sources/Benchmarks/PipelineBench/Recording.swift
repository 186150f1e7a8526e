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
    let home = Home(specification, outdoor: weather.conditions[0])
    born = home
    sitePlan = home.sitePlan
    let settings = plan.laneSettings
    directory = ChannelDirectory(home.sitePlan, rangeMargin: settings.intake.rangeMargin)
    let edge = RecordingEdge(
      sampler: EdgeSampler(
        methods: settings.sampling.policies(home.sitePlan), home: specification.home))
    var loop = HomeLoop(home: home, settings: settings, edge: edge)
    loop.run(to: plan.end, weather: weather) { stretch in
      stretches.append(stretch)
    } onCopy: { arrival, bytes in
      copies.append(bytes, arrival: arrival)
    } onHour: { hour in
      hours.append(hour)
    }
    offers = loop.edge.offers
    decisions = loop.edge.decisions
    readingCount = Int(loop.home.ledger.total(.taken).count)
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
