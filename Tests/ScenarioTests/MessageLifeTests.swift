import Clockwork
import Devices
import Dwellings
import Foundation
import Lanes
import Residents
import Sampling
import ScenarioFiles
import Scoring
import SQLite
import Telemetry
import Testing
import Truth

@testable import Homes
@testable import Ingestion
@testable import Scenarios

/// One message's life is what the ledger booked of it, for each way in which one can end.
@Suite struct MessageLifeTests {
  private static let settings = [
    "homes=2", "duration=1d", "history=0d", "oracle.homes=0", "players.agents=[]",
    "ledger.rows=1000000", "world.network.duplicate=0.01", "expect={}",
  ]

  private func life(
    _ plan: RunPlan, _ text: String, ledger: String? = nil
  ) throws -> MessageLife {
    try plan.life(
      of: MessageName.parse(text, in: plan),
      options: RunOptions(threadCount: 1, window: .days(1)), ledger: ledger)
  }

  /// An exception of each cause is found again by its message.
  @Test func everyCauseOfTheLedgerIsToldOfItsMessage() throws {
    let plan = try Fixture.plan(
      "faulty-sensors", Self.settings + ["duration=4d", "world.network.gateway_queue=20"])
    let run = Run(
      plan, options: RunOptions(threadCount: 2, window: .days(1)), outputs: nil, report: { _ in })
    var settings = plan.laneSettings
    settings.storeMode = nil
    let shards = try run.live(settings: settings, label: "run", player: .ours)
    var causes: [WorldCause: LedgerRow] = [:]
    var fates: [PipelineCause: LedgerRow] = [:]
    for shard in shards {
      for row in shard.home.ledger.exceptions.rows {
        if let cause = WorldCause(rawValue: row.cause), causes[cause] == nil { causes[cause] = row }
      }
      for row in shard.lane.intake.ledger.exceptions.rows
      where row.message != PipelineLedger.unreadable {
        if let cause = PipelineCause(rawValue: row.cause), fates[cause] == nil {
          fates[cause] = row
        }
      }
    }
    #expect(Set(causes.keys).isSuperset(of: [.lostToRadio, .lostToPartition]), "\(causes.keys)")
    #expect(Set(fates.keys).isSuperset(of: [.duplicate]), "\(fates.keys)")
    for (cause, row) in causes {
      let life = try life(plan, name(row.message))
      if cause == .corrupted {
        #expect(life.copies.contains { $0.traced.isDamaged && isUnreadable($0.receipt) })
      } else {
        #expect(
          life.attempts.contains { $0.time == row.time && $0.loss.map(WorldCause.init) == cause })
      }
    }
    for (cause, row) in fates {
      let life = try life(plan, name(row.message))
      let copy = try #require(life.copies.first { $0.traced.arrival == row.time })
      switch cause {
      case .duplicate: #expect(copy.receipt == .duplicate)
      case .late: #expect(copy.receipt == .late)
      case .rejected(let reason): #expect(copy.receipt == .rejected(reason))
      default: Issue.record("\(cause) is no exception")
      }
    }
  }

  private func name(_ message: MessageID) -> String {
    "\(message.home.rawValue)/\(message.device.rawValue)/\(message.sequence)"
  }

  private func isUnreadable(_ receipt: Receipt?) -> Bool {
    if case .rejected(let reason) = receipt { reason.isUnreadable } else { false }
  }

  /// What is told adds up: parts to the reading, reading to the message, message to the stages.
  @Test func aReadingIsFollowedFromTruthToStages() throws {
    let plan = try Fixture.plan("quickstart", Self.settings)
    let life = try life(plan, "home_000001/hygrometer_001/200")
    let reading = try #require(life.readings.first)
    let parts = try #require(reading.traced.parts)
    let sum = parts.named.reduce(parts.truth) { $0 + $1.value }
    #expect((sum - parts.reading).magnitude < 1e-9)
    #expect(parts.reading == reading.traced.value)
    #expect(life.isAccepted)
    let entry = try #require(reading.entry)
    #expect(entry.reading.value == reading.traced.value)
    #expect(abs((entry.reading.eventTime - reading.traced.time).seconds) < 5)
    let text = life.text
    for word in ["measured", "off by", "try 1", "accepted", "handed to the stages"] {
      #expect(text.contains(word), "\(text)")
    }
    #expect(life.json["readings"]?.arrayValue?.count == life.readings.count)
    #expect(try self.life(plan, "1/service/0").content.contains("sitePlan"))
  }

  @Test func wrongNamesTellWhatIsNear() throws {
    let plan = try Fixture.plan("quickstart", Self.settings)
    func refusal(_ text: String) -> String {
      do {
        _ = try life(plan, text)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(refusal("12").contains("expected HOME/DEVICE/SEQUENCE"))
    #expect(refusal("2/hygrometer_001/1").contains("expected 0...1"))
    #expect(refusal("0/hygromter_001/1").contains("did you mean \"hygrometer_001\""))
    #expect(refusal("0/999/1").contains("found device 999, expected 0..."))
    #expect(refusal("0/hygrometer_001/-1").contains("expected a whole number"))
    #expect(refusal("0/hygrometer_001/99999999").contains("expected 0..."))
  }

  /// Another world's ledger is noticed, our own is not.
  @Test func aLifeMustAgreeWithTheRunsLedger() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", Self.settings)
    let outputs = try RunOutputs(
      folder: folder, keep: [.ledger], store: .none, durability: .fast)
    _ = try Fixture.run(plan, outputs: outputs)
    let ledger = folder + "/ledger.sqlite"
    let told = try #require(try life(plan, "0/hygrometer_001/3", ledger: ledger).agreedCount)
    #expect(told > 1_000)
    let other = try Fixture.plan("quickstart", Self.settings + ["seed=99"])
    #expect(throws: RunError.self) {
      try life(other, "0/hygrometer_001/3", ledger: ledger)
    }
  }
}
