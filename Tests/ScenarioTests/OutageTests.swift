import Clockwork
import Dwellings
import Sampling
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Homes
@testable import Scenarios

/// Lines to the internet that are down by themselves.
@Suite struct OutageTests {
  private static let start = SimTime(microseconds: 1_705_276_800_000_000)

  private static func stretches(
    _ model: OutageModel, home: UInt64, days: Int64 = 1_000
  ) -> [Range<SimTime>] {
    model.stretches(seed: 5, home: home, from: start, to: start + .days(days))
  }

  /// 400 homes of a thousand days: rate, median and the factor at one deviation.
  @Test func comeAtTheirRateAndLastAsLongAsTheySay() {
    let model = OutageModel(
      ratePerDay: 0.06, median: .minutes(30), spread: 4, sharedShare: 0)
    let all = (0..<400 as Range<UInt64>).flatMap { Self.stretches(model, home: $0) }
    // 24,000 of them: 0.65 % of the count, four of these.
    #expect((Double(all.count) / 24_000 - 1).magnitude < 0.026)
    let lengths = all.map { ($0.upperBound - $0.lowerBound).seconds }.sorted()
    let median = lengths[lengths.count / 2]
    #expect((median / 1_800 - 1).magnitude < 0.05, "\(median)")
    let upper = lengths[Int(Double(lengths.count) * 0.8413)]
    #expect((upper / 7_200 - 1).magnitude < 0.07, "\(upper)")
  }

  @Test func aPartIsTheNeighbourhoods() {
    let model = OutageModel(
      ratePerDay: 0.1, median: .minutes(30), spread: 4, sharedShare: 0.5)
    let homes = (0..<40 as Range<UInt64>).map { Set(Self.stretches(model, home: $0)) }
    let shared = homes[0].intersection(homes[19])
    #expect((Double(shared.count) / Double(homes[0].count) - 0.5).magnitude < 0.2)
    // The next street has its own.
    #expect(homes[0].intersection(homes[20]).isEmpty)
    #expect(homes[20].intersection(homes[39]).count > 20)
    // A home's own are its own.
    #expect(homes[0] != homes[1])
  }

  private static let key = "world.network.wan_outages={rate: 6/day, median: 30min}"

  @Test func areInTheTruthAndInTheLedger() throws {
    let settings = Fixture.small + ["homes=2", "faults=[]"]
    let plan = try Fixture.plan("quickstart", settings + [Self.key])
    let faults = Home.faults(of: plan.specification(0))
    #expect(faults.count >= 2)
    for fault in faults {
      guard case .uplinkFault(.linkOutage, let from, let to) = fault else {
        Issue.record("\(fault)")
        continue
      }
      #expect(from < to)
    }
    func ledger(_ queue: Int) throws -> LedgerTotals {
      try Fixture.run(
        try Fixture.plan(
          "quickstart", settings + [Self.key, "world.network.gateway_queue=\(queue)"])
      ).ledger
    }
    let (small, large) = (try ledger(20), try ledger(100_000))
    #expect(small.count(.lostToQueueOverflow) > 50 && large.count(.lostToQueueOverflow) == 0)
    // A restart forgets, whatever the queue would hold.
    let restart = "faults=[{kind: gateway-restart, homes: {share: 100 %}, from: 5h, for: 10min}]"
    let starting = try Fixture.run(
      try Fixture.plan("quickstart", Fixture.small + ["homes=2", restart]))
    #expect(starting.ledger.count(.lostToGateway) > 5)
    #expect(starting.ledger.count(.lostToQueueOverflow) == 0)
    #expect(
      starting.probes.json["lost_to_gateway"]?.integerValue
        == starting.ledger.count(.lostToGateway))
  }

  /// Without the key nothing is drawn; with a rate of nothing all bits are the same.
  @Test func withoutThemNothingMoves() throws {
    let settings = Fixture.small + ["homes=2", "faults=[]"]
    let without = try Fixture.run(try Fixture.plan("quickstart", settings))
    let never = try Fixture.run(
      try Fixture.plan("quickstart", settings + ["world.network.wan_outages={rate: 0/day}"]))
    #expect(without.fingerprint.wire == never.fingerprint.wire)
    #expect(without.fingerprint.truth == never.fingerprint.truth)
    let down = try Fixture.run(try Fixture.plan("quickstart", settings + [Self.key]))
    #expect(without.fingerprint.wire != down.fingerprint.wire)
  }

  @Test func perfectLinksHaveNone() throws {
    var specification = try Fixture.plan("quickstart", [Self.key]).specification(0)
    specification.perfect = [.links]
    #expect(
      Home.faults(of: specification).allSatisfy {
        if case .uplinkFault = $0 { false } else { true }
      })
  }

  /// A gateway's own start is deaf as one that a fault brings, and the truth has it.
  @Test func gatewaysThatStartLoseWhatIsSent() throws {
    let plan = try Fixture.plan(
      "quickstart", ["homes=60", "duration=1d", "history=0d", "faults=[]"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    func restarts(_ specification: HomeSpecification) -> [Range<SimTime>] {
      HomeBuilder(specification).uplink.interruptions.filter { $0.isOwn }.map { $0.start..<$0.end }
    }
    func lost(_ specification: HomeSpecification) -> Int64 {
      var home = Home(specification, outdoor: weather.conditions[0])
      var edge = EdgeSampler(
        methods: Array(repeating: .fixed(everyTicks: 1), count: home.slotCount),
        home: specification.home)
      var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
      home.commission(wire: &wire, truth: &truth)
      let told = truth.events.compactMap { event -> Range<SimTime>? in
        guard case .gatewayStart(let start, let end) = event else { return nil }
        return start..<end
      }
      #expect(told == restarts(specification))
      #expect(Home.faults(of: specification).isEmpty)
      while home.now < plan.end {
        _ = home.advance(to: plan.end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      }
      return home.ledger.total(.lostToGateway).count
    }
    let all = (0..<60).map { restarts(plan.specification($0)) }
    // 60 days of homes, a start in 60 or in 20 of them and an update in 60: between 1 and 8.
    let struck = all.indices.filter { !all[$0].isEmpty }
    try #require(!struck.isEmpty && struck.count < 20)
    for stretch in all.joined() {
      #expect([.seconds(60), .seconds(40)].contains(stretch.upperBound - stretch.lowerBound))
    }
    let home = try #require(struck.first { all[$0][0].upperBound < plan.end })
    #expect(lost(plan.specification(home)) > 3)
    let sound = try #require(all.firstIndex { $0.isEmpty })
    #expect(lost(plan.specification(sound)) == 0)
    var perfect = plan.specification(home)
    perfect.perfect = [.links]
    #expect(restarts(perfect).isEmpty && lost(perfect) == 0)
  }

  /// A restart that a fault brings begins the gateway's uptime anew, as its own do.
  @Test func aFaultsRestartIsAStart() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=1d", "history=0d",
        "faults=[{kind: gateway-restart, homes: {share: 100 %}, from: 5h, for: 10min}]",
      ])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    var home = Home(plan.specification(0), outdoor: weather.conditions[0])
    let onset = plan.start + .hours(5)
    let gateway = home.gateway
    let before = home.units[gateway].started(by: onset - .seconds(1))
    let after = home.units[gateway].started(by: onset)
    #expect(before < onset && after == onset)
  }
}
