import Calendar
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
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outputs = try RunOutputs(
      folder: folder, keep: [.ledger], store: .none, durability: .fast)
    _ = try Fixture.run(plan, outputs: outputs)
    let ledger = folder + "/ledger.sqlite"
    let rows = try Database(path: ledger, access: .readOnly).prepare(
      "SELECT side || ' ' || cause, home || '/' || device || '/' || sequence, min(time_us) "
        + "FROM exception WHERE device IS NOT NULL GROUP BY side, cause")
    var causes: [String] = []
    while try rows.step() {
      let (cause, name) = (rows.text(0), rows.text(1))
      let time = SimTime(microseconds: rows.integer(2))
      causes.append(cause)
      let life = try life(plan, name, ledger: ledger)
      let copy = life.copies.first { $0.traced.arrival == time }
      switch cause {
      case "world corrupted":
        #expect(life.copies.contains { $0.traced.isDamaged && isUnreadable($0.receipt) })
      case "pipeline duplicate": #expect(copy?.receipt == .duplicate)
      case "pipeline late": #expect(copy?.receipt == .late)
      case "world replayed", "world forged":
        let isTold = life.attempts.contains {
          $0.time == time && $0.attack.map { "world " + $0.name } == cause
        }
        #expect(isTold, "\(cause) of \(name)")
      default:
        let isTold = life.attempts.contains { attempt in
          attempt.time == time
            && attempt.loss.map { "world " + WorldCause($0).name } == cause
        }
        #expect(isTold, "\(cause) of \(name)")
      }
    }
    for cause in ["world lost_radio", "world replayed", "pipeline duplicate"] {
      #expect(causes.contains(cause), "\(cause)")
    }
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

  /// Faults and incidents whose stretch has the message are told of; those of others are not.
  @Test func whatWasWrongMeanwhileIsTold() throws {
    let device = "sensors: {kind: temperature, device: hygrometer, share: 100 %}"
    let faults = [
      "{kind: clock-jump, \(device), by: 1h, from: 2h, for: 3h}",
      "{kind: bias, \(device), size: 2 K, from: 2h, for: 20h}",
      "{kind: gateway-restart, homes: {share: 100 %}, from: 23h, for: 10min}",
    ]
    let plan = try Fixture.plan(
      "quickstart",
      Self.settings + [
        "faults=[\(faults.joined(separator: ", "))]",
        "incidents=[{kind: heating-failure, homes: {share: 100 %}, from: 2h, for: 1h}]",
      ])
    var seen: Set<[String]> = []
    // It ends with its time, or when the clock is set before.
    let jump = try #require(
      Home.faults(of: plan.specification(0)).compactMap { event -> SimTime? in
        guard case .deviceFault(_, .clockJump, _, _, let end) = event else { return nil }
        return end
      }.first)
    let jumpEnd = (jump - plan.start).hours
    for sequence in stride(from: 0, through: 160, by: 8) {
      let life = try life(plan, "0/hygrometer_001/\(sequence)")
      let hours = (life.sentAt - plan.start).hours
      // Not within a minute of an edge, where measuring and sending may lie on two sides.
      guard ![2, 3, jumpEnd, 22].contains(where: { ($0 - hours).magnitude < 1.0 / 60 }) else {
        continue
      }
      let stretches = [
        ("clock-jump", 2.0..<jumpEnd), ("bias", 2..<22), ("heating-failure", 2..<3),
      ]
      let expected = stretches.filter { $0.1.contains(hours) }.map(\.0)
      let told = life.troubles.map(\.name).filter { name in stretches.contains { $0.0 == name } }
      #expect(Set(told) == Set(expected) && told.count == expected.count, "\(hours) h: \(told)")
      #expect(life.text.contains("wrong meanwhile") == !life.troubles.isEmpty)
      for trouble in life.troubles {
        let line = life.text.split(separator: "\n").first { $0.hasPrefix("  \(trouble.name) ") }
        #expect(line?.contains(Timestamp.utcText(trouble.end)) == true, "\(life.text)")
      }
      #expect(life.json["troubles"]?.arrayValue?.count == life.troubles.count)
      seen.insert(expected)
    }
    #expect(seen.count >= 3, "\(seen)")
  }

  /// A forged copy is told with what it says, a replayed one as the same.
  @Test func othersCopiesAreToldWithWhatTheySay() throws {
    let device = "sensors: {kind: temperature, device: hygrometer, share: 100 %}"
    let plan = try Fixture.plan(
      "quickstart",
      Self.settings + [
        "faults=[{kind: forged, \(device), size: 9 K, rate: 20/h}, "
          + "{kind: replayed, \(device), rate: 20/h}]"
      ])
    var (forged, replayed) = (0, 0)
    for sequence in 20..<60 where forged == 0 || replayed == 0 {
      let life = try life(plan, "0/hygrometer_001/\(sequence)")
      for attempt in life.attempts where attempt.attack == .forged {
        let said = try #require(life.content(of: attempt))
        #expect(said != life.content && life.text.contains("    it says: \(said)"))
        forged += 1
      }
      for attempt in life.attempts where attempt.attack == .replayed {
        #expect(life.content(of: attempt) == life.content)
        #expect(life.text.contains("    the same, bit for bit"))
        replayed += 1
      }
      let contents = life.json["attempts"]?.arrayValue?.filter {
        $0["content"]?.stringValue != nil
      }
      #expect(contents?.count == life.attempts.count { $0.attack != nil })
    }
    #expect(forged > 0 && replayed > 0)
    // Flags have been closed by the end of the run, and each is told once, as it was.
    for flag in try life(plan, "0/hygrometer_001/60").readings.flatMap(\.flags) {
      #expect(flag.end <= plan.end, "\(flag)")
    }
  }

  /// Digits that only arithmetic has are left out.
  @Test(arguments: [
    (21.450000000000003, "21.45"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1013.25, "1013.25"),
    (123_456.789, "123456.789"), (-3.2, "-3.2"),
  ])
  func valuesAreToldAsTheyAreMeant(value: Double, text: String) {
    #expect(MessageText.number(value) == text)
    let header = MessageHeader(
      kind: .deviceTelemetry, device: DeviceIndex(3), sequence: 1,
      deviceTime: SimTime(microseconds: 0), batteryPercent: 50, signalDBm: -60)
    var bytes: [UInt8] = []
    MessageCodec.encode(
      header, ReadingGroup(Reading(channel: .temperature, ageSeconds: 0, value: value)),
      into: &bytes)
    #expect(MessageText.content(bytes).hasSuffix(": temperature \(text)"))
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
