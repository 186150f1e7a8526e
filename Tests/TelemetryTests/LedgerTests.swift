import Clockwork
import Telemetry
import Testing

@Suite struct LedgerTests {
  let home = HomeID(3)
  let start = Fixtures.start

  private func message(_ sequence: UInt32) -> MessageID {
    MessageID(home: home, device: DeviceIndex(1), sequence: sequence)
  }

  /// Each kind of device has cells of its own: what one does is in no other's account.
  @Test(arguments: DeviceKind.allCases)
  func everyKindHasItsOwnCells(kind: DeviceKind) {
    var world = WorldLedger(rowCap: 10)
    let id = MeasurementID(home: home, device: DeviceIndex(1), channel: .power, tick: 7)
    world.recordHeld(id, kind: kind, time: start)
    world.recordSent(message(1), kind: kind, time: start)
    for cause in WorldCause.allCases {
      let count: UInt64 = [.taken, .sampledAway, .sent].contains(cause) ? 1 : 0
      #expect(UInt64(world.total(cause).count) == count, "\(kind.name) \(cause.name)")
    }
  }

  /// Three measurements in two messages and four copies: one lost, one damaged, one doubled.
  private func example() -> LedgerBalance {
    var world = WorldLedger(rowCap: 10)
    for tick in 0..<3 {
      let id = MeasurementID(
        home: home, device: DeviceIndex(1), channel: .temperature, tick: Int64(tick))
      if tick == 0 {
        world.recordHeld(id, kind: .thermometer, time: start)
        world.recordPutAfterHold(id, kind: .thermometer, time: start)
      } else if tick == 1 {
        world.recordHeld(id, kind: .thermometer, time: start)
      } else {
        world.recordPut(id, kind: .thermometer, time: start)
      }
    }
    for sequence: UInt32 in [0, 0, 1, 1, 2] {
      world.recordSent(message(sequence), kind: .thermometer, time: start)
    }
    world.recordLost(message(1), kind: .thermometer, cause: .radio, time: start)
    world.recordCorrupted(message(1), kind: .thermometer, time: start)
    var pipeline = PipelineLedger(rowCap: 10)
    pipeline.recordAccepted(message(0), kind: .thermometer, time: start)
    let reading = ReadingID(message(0), position: 0)
    pipeline.recordReading(reading, kind: .thermometer, time: start, isLate: false)
    pipeline.recordDuplicate(message(0), kind: .thermometer, time: start)
    pipeline.recordRejected(.badChecksum, message: nil, kind: nil, time: start)
    var stored = IDSum.zero
    stored.add(reading.rawValue)
    pipeline.recordStored(stored)
    var inFlight = IDSum.zero
    inFlight.add(message(2).rawValue)
    return LedgerBalance(
      world: world, pipeline: pipeline, inFlight: inFlight, storedNow: stored)
  }

  @Test func aTrueAccountCloses() {
    #expect(example().check() == [])
  }

  @Test func aSwappedMessageIsNoticedThoughTheCountsAgree() {
    var balance = example()
    balance.inFlight = .zero
    balance.inFlight.add(message(9).rawValue)
    let found = balance.check()
    #expect(found.map(\.balance) == ["copies"])
    #expect(found.first?.description.hasSuffix("the counts agree, the ids do not") == true)
  }

  @Test func everyOmissionIsNamed() {
    var balance = example()
    balance.world.recordSent(message(5), kind: .thermometer, time: start)
    #expect(
      balance.check().map(\.description) == [
        """
        copies: 6 sent is not 1 accepted + 1 lost to radio + 1 damaged + 1 duplicate \
        + 1 in flight: 1 unaccounted for
        """
      ])
    balance = example()
    balance.storedNow = .zero
    #expect(balance.check().map(\.balance) == ["stored", "kept"])
    balance = example()
    balance.world.recordCorrupted(message(2), kind: nil, time: start)
    #expect(balance.check().map(\.balance) == ["copies", "damaged"])
    balance = example()
    balance.world.recordHeld(
      MeasurementID(home: home, device: DeviceIndex(1), channel: .co2, tick: 9), kind: .co2Meter,
      time: start)
    #expect(balance.check() == [])
  }

  @Test func draininingDaysKeepsTheTotals() {
    var ledger = WorldLedger()
    for day in 0..<5 {
      for n in 0..<3 {
        ledger.recordSent(
          message(UInt32(day * 10 + n)), kind: .lamp, time: start + .days(Int64(day)))
      }
    }
    let total = ledger.total(.sent)
    #expect(total.count == 15)
    let rows = ledger.counters.drainDays(before: start + .days(3))
    #expect(rows.map(\.ids.count) == [3, 3, 3])
    #expect(rows.allSatisfy { $0.kind == .lamp && $0.cause == WorldCause.sent.rawValue })
    #expect(rows.map(\.day) == [19968, 19969, 19970])
    #expect(ledger.total(.sent) == total)
    #expect(ledger.counters.rows().count == 2)
    // A straggler of a drained day opens it again.
    ledger.recordSent(message(99), kind: .lamp, time: start)
    #expect(ledger.total(.sent).count == 16)
    #expect(ledger.counters.rows().map(\.day) == [19968, 19971, 19972])
  }

  @Test func mergingHomesAddsUp() {
    var all = PipelineLedger()
    var sum = IDSum.zero
    for home in 0..<4 {
      var one = PipelineLedger()
      let id = MessageID(home: HomeID(UInt32(home)), device: DeviceIndex(0), sequence: 1)
      one.recordAccepted(id, kind: .lamp, time: start + .days(Int64(3 - home)))
      sum.add(id.rawValue)
      all.merge(one)
    }
    #expect(all.total(.accepted) == sum)
    #expect(all.counters.rows().map(\.day) == [19968, 19969, 19970, 19971])
  }

  @Test func exceptionRowsAreCapped() {
    var ledger = PipelineLedger(rowCap: 2)
    for n: UInt32 in 0..<5 { ledger.recordDuplicate(message(n), kind: .lamp, time: start) }
    #expect(ledger.exceptions.takeRows().map(\.message.sequence) == [0, 1])
    #expect(ledger.exceptions.omittedCount == 3)
    ledger.recordDuplicate(message(7), kind: .lamp, time: start)
    #expect(ledger.exceptions.takeRows().isEmpty)
    #expect(ledger.total(.duplicate).count == 6)
  }

  @Test func causesHaveNamesAndComeBackFromTheirNumbers() {
    for raw in UInt8(0)..<23 {
      let cause = PipelineCause(rawValue: raw)
      #expect(cause?.rawValue == raw)
    }
    #expect(PipelineCause(rawValue: 23) == nil)
    #expect(PipelineCause.rejected(.badChecksum).name == "rejected_bad_checksum")
    #expect(Set(RejectReason.allCases.map(\.name)).count == RejectReason.allCases.count)
  }
}

@Suite struct InjectedCopiesTests {
  private let id = MessageID(home: HomeID(3), device: DeviceIndex(1), sequence: 8)

  /// A message, a replay of it that is dropped, and a forged one that was taken for the next.
  private func account(forgedAs origin: WorldCause) -> LedgerBalance {
    let next = MessageID(home: HomeID(3), device: DeviceIndex(1), sequence: 9)
    var (world, pipeline) = (WorldLedger(rowCap: 9), PipelineLedger(rowCap: 9))
    let kind = DeviceKind.thermometer
    world.recordSent(id, kind: kind, time: Fixtures.start)
    world.recordInjected(id, kind: kind, as: .replayed, time: Fixtures.start)
    world.recordInjected(next, kind: kind, as: origin, time: Fixtures.start)
    world.recordSent(next, kind: kind, time: Fixtures.start)
    pipeline.recordAccepted(id, kind: kind, time: Fixtures.start)
    pipeline.recordDuplicate(id, kind: kind, time: Fixtures.start)
    pipeline.recordAccepted(next, kind: kind, time: Fixtures.start)
    pipeline.recordDuplicate(next, kind: kind, time: Fixtures.start)
    return LedgerBalance(world: world, pipeline: pipeline, storedNow: .zero)
  }

  @Test func whatOthersSentHasItsOwnCount() throws {
    let balance = account(forgedAs: .forged)
    #expect(balance.check() == [])
    let copies = try #require(balance.equations.first { $0.balance == "copies" })
    #expect(copies.left.map(\.name) == ["sent", "replayed", "forged"])
    #expect(copies.left.map(\.ids.count) == [2, 1, 1])
    #expect(balance.world.total(.taken) == .zero && balance.world.total(.inMessages) == .zero)
    #expect(
      balance.world.exceptions.rows.map(\.message) == [id, MessageID(rawValue: id.rawValue + 1)])
  }

  @Test func oneThatNobodyBookedIsNoticed() {
    var balance = account(forgedAs: .forged)
    balance.pipeline.recordDuplicate(id, kind: .thermometer, time: Fixtures.start)
    #expect(balance.check().map(\.balance) == ["copies"])
  }
}
