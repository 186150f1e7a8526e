import Clockwork
import Dwellings
import Foundation
import Homes
import Ingestion
import Sampling
import Scoring
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Messages that no device sent, and copies of those that one did.
@Suite struct MessageAttackTests {
  private struct Life {
    /// Every copy in order of arrival.
    var copies: [(arrival: SimTime, bytes: [UInt8])] = []
    var world = WorldLedger()
    var intake: Intake
    var events: [TruthEvent] = []
    var struck: Set<Int> {
      Set(
        events.compactMap { event -> Int? in
          guard case .deviceFault(let device, _, _, _, _) = event else { return nil }
          return device.index
        })
    }
    func bytes(of device: Int) -> [[UInt8]] {
      copies.map(\.bytes).filter { bytes in
        switch bytes.withUnsafeBytes({ MessageCodec.decode($0) }) {
        case .readings(let header, _): header.device.index == device
        case .other(let message): message.header.device.index == device
        case .rejected: false
        }
      }
    }
  }

  private func live(_ faults: String, hours: Int = 12, deduplicates: Bool = true) throws -> Life {
    let plan = try Fixture.plan(
      "quickstart", ["homes=1", "duration=\(hours)h", "faults=[\(faults)]"])
    let specification = plan.specification(0)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var home = Home(specification, outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 5), count: home.slotCount),
      home: specification.home)
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    home.commission(wire: &wire, truth: &truth)
    while home.now < plan.end {
      _ = home.advance(to: plan.end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
    }
    var life = Life(
      intake: Intake(
        home: specification.home, plan: nil,
        settings: IntakeSettings(deduplicates: deduplicates)))
    wire.take(upTo: .distantFuture) { arrival, bytes in
      life.copies.append((arrival, Array(bytes)))
      life.intake.receive(bytes, arrival: arrival)
    }
    life.world = home.ledger
    life.events = truth.events
    return life
  }

  /// The balance of copies, when nothing is on its way any more.
  private func copies(_ life: Life) -> LedgerBalance.Equation? {
    LedgerBalance(world: life.world, pipeline: life.intake.ledger, storedNow: .zero).equations
      .first { $0.balance == "copies" }
  }

  @Test func replaysAreCopiesOfWhatWasSentAndDroppedAsSuch() throws {
    let (healthy, struck) = (
      try live(""),
      try live("{kind: replayed, sensors: {kind: humidity, share: 60 %}, rate: 6/h, from: 1h}")
    )
    let count = struck.world.total(.replayed).count
    // Six an hour for eleven hours on each device: a Poisson count, four deviations either way.
    let mean = 66.0 * Double(struck.struck.count)
    #expect(struck.struck.count > 1)
    #expect((Double(count) - mean).magnitude < 4 * mean.squareRoot() + 10)
    #expect(struck.world.total(.forged) == .zero)
    #expect(copies(struck)?.imbalance == nil)
    #expect(struck.world.total(.taken) == healthy.world.total(.taken))
    #expect(struck.world.total(.sent) == healthy.world.total(.sent))
    for device in struck.struck {
      let own = Set(healthy.bytes(of: device))
      #expect(struck.bytes(of: device).count > healthy.bytes(of: device).count)
      #expect(struck.bytes(of: device).allSatisfy { own.contains($0) }, "device \(device)")
    }
    // All but those whose original was lost are known as doubles, or as too old to be new.
    let dropped =
      struck.intake.ledger.total(.duplicate).count
      - healthy.intake.ledger.total(.duplicate).count
    let late = struck.intake.ledger.total(.late).count - healthy.intake.ledger.total(.late).count
    #expect(dropped + late >= count * 9 / 10 && dropped > count / 2)
    #expect(struck.intake.ledger.total(.accepted).count <= healthy.world.total(.sent).count)
  }

  @Test func withoutDeduplicationReplaysComeThroughAndTheAccountStillCloses() throws {
    let fault = "{kind: replayed, sensors: {kind: motion}, rate: 12/h}"
    let life = try live(fault, deduplicates: false)
    #expect(copies(life)?.imbalance == nil)
    #expect(life.intake.ledger.total(.duplicate) == .zero)
    #expect(life.world.total(.replayed).count > 10)
  }

  @Test(arguments: [0, 40]) func forgedMessagesCountApart(ahead: Int) throws {
    let fault =
      "{kind: forged, sensors: {kind: temperature, count: 3}, size: 4 K, rate: 4/h, "
      + "ahead: \(ahead)}"
    let (healthy, struck) = (try live(""), try live(fault))
    let count = struck.world.total(.forged).count
    #expect(struck.struck.count == 3 && count > 60)
    #expect(copies(struck)?.imbalance == nil)
    // No device measured or sent more than without them.
    for cause in [WorldCause.taken, .inMessages, .sent] {
      #expect(struck.world.total(cause) == healthy.world.total(cause), "\(cause.name)")
    }
    for device in struck.struck {
      let own = Set(healthy.bytes(of: device))
      let foreign = struck.bytes(of: device).filter { !own.contains($0) }
      #expect(foreign.count > 10)
      // Each device else says what it said; the gateway's load follows all of them.
      for bytes in foreign {
        guard
          case .readings(let header, let group) = bytes.withUnsafeBytes({
            MessageCodec.decode($0)
          })
        else { continue }
        #expect(header.device.index == device && group.count == 1)
        #expect(group[0].channel == .temperature)
      }
    }
    for device in 1..<20 where !struck.struck.contains(device) {
      #expect(struck.bytes(of: device) == healthy.bytes(of: device), "device \(device)")
    }
    // A forged message that takes the next number keeps the true one out.
    if ahead == 0 {
      #expect(
        struck.intake.ledger.total(.duplicate).count
          > healthy.intake.ledger.total(.duplicate).count + count / 2)
    }
  }

  @Test func aWholeRunWithEveryNewFaultBalances() throws {
    let faults = [
      "{kind: miscalibration, sensors: {kind: temperature, share: 30 %}, size: 1 K, gain: 2 %}",
      "{kind: swapped, sensors: {kind: any, share: 10 %}, from: 3h, for: 9h}",
      "{kind: dying-battery, sensors: {kind: any, share: 10 %}, life: 6h, from: 2h, for: 15h}",
      "{kind: clock-jump, sensors: {kind: any, share: 30 %}, by: 4min, onsets: 6/day, for: 2h}",
      "{kind: replayed, sensors: {kind: any, share: 20 %}, rate: 6/h}",
      "{kind: forged, sensors: {kind: power, share: 50 %}, size: 900 W, rate: 2/h, ahead: 2}",
      "{kind: link-outage, onsets: 4/day, for: 40min}",
    ]
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]",
        "faults=[\(faults.joined(separator: ", "))]",
      ])
    let one = try Fixture.run(plan, threads: 1, window: .hours(5))
    let two = try Fixture.run(plan, threads: 2)
    #expect(one.fingerprint == two.fingerprint)
    let lost = one.scores.first { $0.id == "ingestion.lost_unexplained_count" }
    #expect(lost?.value == 0)
    let delivered = one.scores.first { $0.id == "ingestion.delivered_ratio" }?.value ?? .nan
    #expect(delivered > 0.5 && delivered <= 1)
    for id in ["swapped", "miscalibration", "dying-battery", "clock-jump", "replayed", "forged"] {
      let score = one.scores.first { $0.id == "quality.\(id).recall_ratio" }
      #expect(score?.value != nil, "\(id)")
    }
  }
}
