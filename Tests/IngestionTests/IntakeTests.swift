import Clockwork
import Ingestion
import Telemetry
import TestSupport
import Testing

@Suite struct IntakeTests {
  private func intake(
    lateness: SimDuration = .seconds(30), _ change: (inout IntakeSettings) -> Void = { _ in }
  ) -> Intake {
    var settings = IntakeSettings(lateness: lateness, correctsClocks: false)
    change(&settings)
    return Intake(home: Fixtures.home, plan: Fixtures.plan, settings: settings, ledgerRowCap: 100)
  }

  @Test func readingsLeaveInOrderOfEventTimeBehindTheWatermark() {
    var intake = intake()
    let order: [(Int, Int64, Int64)] = [(0, 0, 1), (3, 20, 21), (0, 10, 22), (3, 50, 51)]
    for (n, (device, sent, arrival)) in order.enumerated() {
      let copy = Fixtures.copy(
        device: device, sequence: UInt32(n), sent: .seconds(sent), arrival: .seconds(arrival))
      #expect(intake.receive(copy) == .accepted)
    }
    #expect(intake.drained(at: .seconds(51)) == ["0@0", "0@10", "3@20"])
    #expect(intake.waiting.count == 1)
    #expect(intake.flushed() == ["3@50"])
    #expect(intake.waiting == .zero)
    #expect(intake.statistics.disorderedCount == 1)
  }

  @Test func silenceDoesNotStopTheWatermark() {
    var intake = intake { $0.silence = .seconds(60) }
    _ = intake.receive(Fixtures.copy(sequence: 0, sent: .seconds(10)))
    #expect(intake.drained(at: .seconds(20)) == [])
    #expect(intake.drained(at: .seconds(99)) == [])
    #expect(intake.drained(at: .seconds(100)) == ["0@10"])
  }

  @Test func whatComesBehindTheWatermarkIsLate() {
    var intake = intake()
    _ = intake.receive(Fixtures.copy(sequence: 0, sent: .seconds(100)))
    let late = Fixtures.copy(device: 3, sequence: 0, sent: .seconds(70), arrival: .seconds(101))
    #expect(intake.receive(late) == .late)
    let inTime = Fixtures.copy(device: 3, sequence: 1, sent: .seconds(71), arrival: .seconds(102))
    #expect(intake.receive(inTime) == .accepted)
    #expect(intake.ledger.total(.late).count == 1)
    // Of a message with an old and a new reading only the new one is on time.
    let mixed = Fixtures.copy(
      sequence: 1, sent: .seconds(103), values: [20, 21], ages: [0, 60])
    #expect(intake.receive(mixed) == .accepted)
    #expect(intake.ledger.total(.readingsAccepted).count == 4)
    #expect(intake.ledger.total(.readingsLate).count == 1)
    #expect(intake.flushed() == ["3@71", "0@100", "0@103"])
  }

  @Test func duplicatesAreDropped() {
    var intake = intake()
    let copy = Fixtures.copy(sequence: 5, sent: .seconds(10))
    #expect(intake.receive(copy) == .accepted)
    #expect(intake.receive(copy) == .duplicate)
    // Another device's message of the same number is no duplicate.
    #expect(
      intake.receive(Fixtures.copy(device: 3, sequence: 5, sent: .seconds(10))) == .accepted)
    #expect(intake.flushed().count == 2)
    #expect(intake.ledger.exceptions.takeRows().map(\.message) == [copy.id])
  }

  @Test func aRandomStreamOfSequenceNumbersIsTakenExactlyOnce() {
    for seed: UInt64 in 0..<20 {
      var random = TestRandom(seed: seed)
      var intake = intake(lateness: .hours(1))
      var taken: Set<UInt32> = []
      var highest: UInt32 = 0
      for _ in 0..<500 {
        let back = UInt32(random.below(70))
        let sequence = highest > back ? highest - back + UInt32(random.below(3)) : highest + 1
        let receipt = intake.receive(
          Fixtures.copy(sequence: sequence, sent: .seconds(Int64(sequence))))
        let isOld = !taken.isEmpty && sequence < highest && highest - sequence >= 64
        let expected: Receipt = isOld ? .late : taken.contains(sequence) ? .duplicate : .accepted
        #expect(receipt == expected, "seed \(seed), sequence \(sequence)")
        if receipt == .accepted { taken.insert(sequence) }
        highest = max(highest, sequence)
      }
      #expect(intake.flushed().count == taken.count, "seed \(seed)")
    }
  }

  @Test(arguments: [
    (2, Channel.temperature, 20.0, RejectReason.unknownDevice),
    (9, .temperature, 20, .unknownDevice), (4095, .temperature, 20, .unknownDevice),
    (65_535, .temperature, 20, .unknownDevice), (3, .co2, 400, .foreignChannel),
    (3, .temperature, 85.1, .outOfRange), (3, .temperature, -65.1, .outOfRange),
  ])
  func whatTheSitePlanForbidsIsRejected(
    device: Int, channel: Channel, value: Double, reason: RejectReason
  ) {
    var intake = intake()
    let copy = Fixtures.copy(
      device: device, sequence: 0, sent: .zero, channel: channel, values: [value])
    #expect(intake.receive(copy) == .rejected(reason))
    #expect(intake.ledger.total(.rejected(reason)).count == 1)
    #expect(intake.flushed().isEmpty)
  }

  @Test func timesThatNoClockShowsAreRejected() {
    var intake = intake()
    let ahead = Fixtures.copy(sequence: 0, sent: .seconds(301), arrival: .zero)
    #expect(intake.receive(ahead) == .rejected(.fromFuture))
    for time in [Int64.min, -1, 1 << 53, Int64.max] {
      let copy = Fixtures.copy(
        sequence: 1, sent: .zero, shown: SimTime(microseconds: time))
      #expect(intake.receive(copy) == .rejected(.implausibleTime), "\(time)")
    }
  }

  @Test func aHomeWithoutPlanWaitsForItsPlan() {
    var intake = Intake(
      home: Fixtures.home, plan: nil, settings: IntakeSettings(correctsClocks: false))
    let reading = Fixtures.copy(sequence: 0, sent: .zero)
    #expect(intake.receive(reading) == .rejected(.noSitePlan))
    var bytes: [UInt8] = []
    MessageCodec.encode(
      Message(
        header: MessageHeader(
          kind: .sitePlan, device: DeviceIndex(4094), sequence: 0, deviceTime: Fixtures.start),
        body: .sitePlan(Fixtures.plan)), into: &bytes)
    let plan = Copy(arrival: Fixtures.start, bytes: bytes, id: MessageID(rawValue: 0))
    #expect(intake.receive(plan) == .accepted)
    #expect(intake.receive(plan) == .duplicate)
    #expect(intake.receive(reading) == .accepted)
    let messages = intake.takeMessages()
    #expect(messages.count == 1 && messages[0].arrival == Fixtures.start)
    #expect(intake.takeMessages().isEmpty)
    #expect(intake.directory?.slots.map(\.device.index) == [0, 0, 3])
    #expect(intake.directory?.series.map(\.slot) == [0, 1, -1, 2])
  }

  @Test func theNullPlayerTakesEverythingAsItComes() {
    var intake = Intake(home: Fixtures.home, plan: Fixtures.plan, settings: .null)
    for (sequence, sent) in [(0, 100), (1, 5), (1, 5)] as [(UInt32, Int64)] {
      let copy = Fixtures.copy(
        sequence: sequence, sent: .seconds(sent), arrival: .seconds(100 + Int64(sequence)))
      #expect(intake.receive(copy) == .accepted)
    }
    #expect(intake.drained(at: .seconds(102)) == ["0@100", "0@5", "0@5"])
  }

  @Test func jsonMessagesAreTakenLikeBinaryOnes() {
    let codec = JSONMessageCodec(plan: Fixtures.plan)
    var binary = intake()
    var json = intake { $0.wireFormat = .json }
    for n in 0..<50 {
      let copy = Fixtures.copy(
        sequence: UInt32(n), sent: .seconds(Int64(n)), values: [20.5, 21], ages: [0, 7])
      guard
        case .readings(let header, let group) = copy.bytes.withUnsafeBytes({
          MessageCodec.decode($0)
        })
      else { continue }
      var text: [UInt8] = []
      codec.encode(Message(header: header, body: .readings(group)), into: &text)
      #expect(binary.receive(copy) == .accepted)
      #expect(json.receive(Copy(arrival: copy.arrival, bytes: text, id: copy.id)) == .accepted)
    }
    var first: [IngestedReading] = []
    var second: [IngestedReading] = []
    binary.flush { first.append($0) }
    json.flush { second.append($0) }
    #expect(first == second && first.count == 100)
    #expect(
      json.receive(Copy(arrival: Fixtures.start, bytes: [0x7B], id: MessageID(rawValue: 0)))
        == .rejected(.badText))
  }

  @Test func whenItIsDrainedChangesNothing() {
    for seed: UInt64 in 0..<10 {
      var random = TestRandom(seed: seed)
      let copies = (0..<400).map { n -> Copy in
        let sent = Int64(n) * 5
        return Fixtures.copy(
          device: random.below(2) * 3, sequence: UInt32(n), sent: .seconds(sent),
          arrival: .seconds(sent + Int64(random.below(60))))
      }.sorted { ($0.arrival, $0.id) < ($1.arrival, $1.id) }
      func run(every step: Int) -> (IntakeStatistics, [IngestedReading]) {
        var intake = intake { $0.correctsClocks = true }
        var readings: [IngestedReading] = []
        for (n, copy) in copies.enumerated() {
          _ = intake.receive(copy)
          if n % step == 0 { intake.drain(upTo: copy.arrival) { readings.append($0) } }
        }
        intake.flush { readings.append($0) }
        return (intake.statistics, readings)
      }
      let often = run(every: 1)
      #expect(often.1.map(\.eventTime) == often.1.map(\.eventTime).sorted(), "seed \(seed)")
      #expect(often == run(every: 37), "seed \(seed)")
      #expect(often == run(every: 1000), "seed \(seed)")
    }
  }

  @Test func noBytesStopTheIntake() {
    var random = TestRandom(seed: 4)
    var intake = intake { $0.correctsClocks = true }
    for n in 0..<20_000 {
      var header = MessageHeader(
        kind: .deviceTelemetry, device: DeviceIndex(random.below(5)),
        sequence: UInt32(truncatingIfNeeded: random.next()),
        deviceTime: SimTime(microseconds: Int64(bitPattern: random.next())))
      if n % 3 == 0 {
        header.deviceTime = Fixtures.start + .seconds(Int64(random.below(10_000)) - 5_000)
      }
      let reading = Reading(
        channel: .temperature, ageSeconds: UInt16(truncatingIfNeeded: random.next()),
        value: Double(bitPattern: random.next()))
      var bytes: [UInt8] = []
      MessageCodec.encode(header, ReadingGroup(reading), into: &bytes)
      _ = bytes.withUnsafeBytes {
        intake.receive($0, arrival: Fixtures.start + .seconds(Int64(n)))
      }
    }
    let total = intake.statistics
    #expect(total.copyCount == 20_000)
    let fates = [PipelineCause.accepted, .late, .duplicate].map { intake.ledger.total($0).count }
    let rejected = RejectReason.allCases.map { intake.ledger.total(.rejected($0)).count }
    #expect((fates + rejected).reduce(0, +) == 20_000)
  }
}

extension IntakeTests {
  /// A home with loss, doubles, damage and delays: the ledger's balances close at every moment.
  @Test func theBalancesClose() {
    for seed: UInt64 in 0..<10 {
      var random = TestRandom(seed: seed)
      var world = WorldLedger()
      var wire = WireBuffer()
      var damaged: [(SimTime, MessageID)] = []
      var intake = intake { $0.correctsClocks = true }
      var stored = IDSum.zero
      for n in 0..<600 {
        let now = Fixtures.start + .seconds(Int64(n) * 10)
        let device = n % 2 * 3
        let copy = Fixtures.copy(
          device: device, sequence: UInt32(n / 2), sent: .seconds(Int64(n) * 10))
        let kind: DeviceKind = device == 0 ? .hygrometer : .thermometer
        let measurement = MeasurementID(
          home: Fixtures.home, device: DeviceIndex(device), channel: .temperature,
          tick: Int64(n / 2))
        world.recordPut(measurement, kind: kind, time: now)
        for _ in 0...(random.below(5) == 0 ? 1 : 0) {
          world.recordSent(copy.id, kind: kind, time: now)
          let arrival = now + .seconds(Int64(random.below(10) == 0 ? 90 : random.below(5)))
          var bytes = copy.bytes
          switch random.below(10) {
          case 0:
            world.recordLost(copy.id, kind: kind, cause: .radio, time: now)
            continue
          case 1:
            bytes[random.below(bytes.count)] ^= 4
            world.recordCorrupted(copy.id, kind: kind, time: now)
            damaged.append((arrival, copy.id))
          default: break
          }
          bytes.withUnsafeBytes { wire.append($0, arrival: arrival) }
        }
        wire.take(upTo: now) { intake.receive($1, arrival: $0) }
        var new = IDSum.zero
        intake.drain(upTo: now) { new.add($0.id.rawValue) }
        intake.ledger.recordStored(new)
        stored += new
        var inFlight = IDSum.zero
        var inFlightDamaged = IDSum.zero
        for entry in wire.entries.suffix(wire.pendingCount) {
          let start = Int(entry.offset)
          let bytes = Array(wire.bytes[start..<start + Int(entry.length)])
          bytes.withUnsafeBytes {
            guard case .readings(let header, _) = MessageCodec.decode($0) else { return }
            let id = MessageID(
              home: Fixtures.home, device: header.device, sequence: header.sequence)
            inFlight.add(id.rawValue)
          }
        }
        for (arrival, id) in damaged where arrival > now { inFlightDamaged.add(id.rawValue) }
        let balance = LedgerBalance(
          world: world, pipeline: intake.ledger, inFlight: inFlight,
          inFlightDamaged: inFlightDamaged, waiting: intake.waiting, storedNow: stored)
        #expect(balance.check() == [], "seed \(seed), step \(n)")
      }
      #expect(intake.statistics.duplicateCount > 20 && intake.statistics.lateCount > 5)
    }
  }
}
