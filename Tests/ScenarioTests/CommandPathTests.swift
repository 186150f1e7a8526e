import Clockwork
import Homes
import Lanes
import Sampling
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// A home and its lane, and somebody who says what the test wants said.
private struct Stage {
  var home: Home
  var lane: Lane
  var edge: EdgeSampler
  var wire = WireBuffer()
  var truth: TruthBuffer
  var conclusions = Conclusions()
  let weather: WeatherTrack
  private var utteranceCount: UInt32 = 0

  init(lossPercent: Int) throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=1d", "faults=[]",
        "pipeline.agents.command_loss=\(lossPercent) %", "pipeline.agents.energy.method=none",
      ])
    weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    home = Home(plan.specification(0), outdoor: weather.conditions[0])
    lane = Lane(home: home.specification.home, settings: plan.laneSettings, birth: plan.birth)
    edge = EdgeSampler(
      methods: plan.laneSettings.sampling.policies(home.sitePlan), home: HomeID(0))
    truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
  }

  mutating func run(minutes: Int64) {
    let end = home.now + .minutes(minutes)
    while home.now < end {
      let reached = home.advance(
        to: min(lane.nextStop, end), weather: weather, edge: &edge, wire: &wire, truth: &truth)
      let before = conclusions.commands.count
      lane.catchUp(to: reached, wire: &wire, conclusions: &conclusions) { _, _ in }
      for command in conclusions.commands[before...] { home.receive(command, truth: &truth) }
    }
    truth.removeAll()
    lane.tap.removeAll()
  }

  mutating func say(_ text: String) throws {
    let speaker = try #require(home.sitePlan.devices.first { $0.kind == .speaker })
    let message = Message(
      header: MessageHeader(
        kind: .userInteraction, device: speaker.index, sequence: 1_000_000 + utteranceCount,
        deviceTime: home.now, signalDBm: -50),
      body: .utterance(
        Utterance(resident: ResidentIndex(0), room: RoomIndex(0), text: text)))
    utteranceCount += 1
    var bytes: [UInt8] = []
    MessageCodec.encode(message, into: &bytes)
    bytes.withUnsafeBytes { wire.append($0, arrival: home.now + .milliseconds(20)) }
  }

  /// Commands of the conversation since the last time, and forgets them.
  mutating func takeCommandCount() -> Int {
    defer { conclusions.removeAll() }
    return conclusions.commands.count { $0.origin == .conversation }
  }
}

@Suite struct CommandPathTests {
  @Test func anAnswerChangesTheWorld() throws {
    var stage = try Stage(lossPercent: 0)
    stage.run(minutes: 60)
    let kitchen = RoomIndex(1)
    try stage.say("set the kitchen light to 37 percent")
    stage.run(minutes: 2)
    #expect((stage.home.lampLevel(kitchen) - 0.37).magnitude < 1e-9)
    try stage.say("set the heating to 25 degrees")
    stage.run(minutes: 2)
    #expect(stage.home.heatingSetpoint == 25)
    #expect(stage.takeCommandCount() == 2, "nothing was lost, nothing repeated")
    try stage.say("turn on the lights in the garage")
    stage.run(minutes: 10)
    #expect(stage.takeCommandCount() == 0)
  }

  @Test func aLostCommandIsRepeatedUntilTheWorldObeys() throws {
    var stage = try Stage(lossPercent: 60)
    stage.run(minutes: 60)
    var counts: [Int] = []
    var obeyed = 0
    var obeyedAfterRepetition = 0
    for hour in 0..<8 {
      let wanted = hour % 2 == 0 ? 26.5 : 24.5
      try stage.say("set the thermostat to \(wanted) degrees")
      var isObeyed = false
      for _ in 0..<15 {
        stage.run(minutes: 1)
        if stage.home.heatingSetpoint == wanted { isObeyed = true }
      }
      let count = stage.takeCommandCount()
      counts.append(count)
      obeyed += isObeyed ? 1 : 0
      obeyedAfterRepetition += isObeyed && count > 1 ? 1 : 0
      stage.run(minutes: 10)
    }
    // Without repetition 40 % would be obeyed, with four 92 %; residents may set it, too.
    #expect(obeyed >= 6, "\(obeyed) of \(counts)")
    #expect(obeyedAfterRepetition >= 2, "\(obeyedAfterRepetition) of \(counts)")
    #expect(counts.contains { $0 == 1 }, "\(counts)")
  }
}
