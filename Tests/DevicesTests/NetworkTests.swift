import Clockwork
import Devices
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func network(
  signal: Double = -45, goodToBad: Double = 0.02, badToGood: Double = 0.3, badLoss: Double = 0.8,
  latencyMean: SimDuration = .zero, corruption: Double = 0, duplicate: Double = 0, queue: Int = 100
) -> NetworkModel {
  NetworkModel(
    meanSignalDBm: signal, signalSpreadDB: 0, goodToBad: goodToBad, badToGood: badToGood,
    goodLoss: 0, badLoss: badLoss, latencyMean: latencyMean, latencyMin: .milliseconds(30),
    corruption: corruption, duplicate: duplicate, gatewayQueueLimit: queue)
}

private func outage(_ from: Int64, _ to: Int64, isRestart: Bool = false) -> Uplink.Interruption {
  Uplink.Interruption(
    start: start + .seconds(from), end: start + .seconds(to), isRestart: isRestart)
}

/// A verdict as text, in milliseconds since the start.
private func text(_ verdict: Uplink.Verdict) -> String {
  switch verdict {
  case .arrives(let time): "\((time - start).microseconds / 1_000)"
  case .lostInOutage: "lost"
  case .lostToFullQueue: "full"
  }
}

private func forwarded(_ uplink: Uplink, seconds: [Int64]) -> [String] {
  var uplink = uplink
  return seconds.enumerated().map { event, second in
    text(uplink.forward(at: start + .seconds(second), event: UInt64(event)))
  }
}

private func uplink(_ interruptions: [Uplink.Interruption], queue: Int = 100) -> Uplink {
  Uplink(network: network(queue: queue), interruptions: interruptions, seed: 1, home: 1)
}

@Suite struct RadioTests {
  /// Stationary share of the bad state p / (p + r) and delivery in it, Gilbert 1960.
  @Test func deliveryMatchesGilbertElliott() {
    for seed in 0..<3 as Range<UInt64> {
      var link = RadioLink(network: network(), seed: seed, entity: 5)
      var delivered = 0
      var acknowledged = 0
      let count = 60_000
      for event in 0..<count {
        let outcome = link.attempt(event: UInt64(event))
        delivered += outcome.isDelivered ? 1 : 0
        acknowledged += outcome.isAcknowledged ? 1 : 0
        #expect(outcome.isDelivered || !outcome.isAcknowledged)
      }
      // Bursts keep 5.2 tries alike, so that a share's standard deviation is 0.0022: four of them.
      let bad = 0.02 / 0.32
      let share = Double(delivered) / Double(count)
      let expected = (1 - bad) * 0.999 + bad * 0.2
      #expect((share - expected).magnitude < 0.009, "seed \(seed): \(share), expected \(expected)")
      let answered = (1 - bad) * 0.999 * (1 - 0.001 * 0.3) + bad * 0.2 * 0.2
      #expect((Double(acknowledged) / Double(count) - answered).magnitude < 0.009, "seed \(seed)")
    }
  }

  @Test func burstsLastAsLongAsTheBadState() {
    // Nothing gets through the bad state and the good one loses one in a thousand.
    var link = RadioLink(network: network(badLoss: 1), seed: 9, entity: 1)
    var bursts: [Int] = []
    var current = 0
    for event in 0..<100_000 as Range<UInt64> {
      if link.attempt(event: event).isDelivered {
        if current > 0 { bursts.append(current) }
        current = 0
      } else {
        current += 1
      }
    }
    // Losses of the good state, 0.001 a try against 0.02 bad onsets, are bursts of about one.
    let mean = Double(bursts.reduce(0, +)) / Double(bursts.count)
    let expected = (1 / 0.3 * 0.02 + 0.001) / 0.021
    #expect((mean - expected).magnitude < 0.15, "mean burst \(mean), expected \(expected)")
  }

  /// All ways through the two states, added up one by one: four attempts a message.
  @Test(arguments: [1, 2]) func lossOfWholeMessagesIsTheSumOverAllWays(messages: Int) {
    let link = RadioLink(network: network(), seed: 1, entity: 1)
    let attempts = messages * 4
    var total = 0.0
    for way in 0..<1 << (attempts + 1) {
      func isBad(_ step: Int) -> Bool { way >> step & 1 == 1 }
      var chance = isBad(0) ? 0.02 / 0.32 : 0.3 / 0.32
      for step in 1...attempts {
        let turns = isBad(step - 1) ? 0.3 : 0.02
        chance *= isBad(step) == isBad(step - 1) ? 1 - turns : turns
        chance *= isBad(step) ? 0.8 : 0.001
      }
      total += chance
    }
    #expect((link.lossProbability(messages: messages) / total - 1).magnitude < 1e-9)
    #expect(link.lossProbability(messages: 0) == 1)
  }

  @Test func betterSignalDeliversMore() {
    var last = -1.0
    for dBm in stride(from: -88.0, through: -40, by: 6) {
      var link = RadioLink(network: network(signal: dBm, goodToBad: 0), seed: 1, entity: 1)
      #expect(link.signalDBm == dBm)
      var delivered = 0.0
      for event in 0..<5_000 as Range<UInt64> where link.attempt(event: event).isDelivered {
        delivered += 1
      }
      #expect(delivered >= last - 60, "\(dBm) dBm")
      last = delivered
    }
  }
}

@Suite struct UplinkTests {
  @Test func withoutInterruptionOnlyLatency() {
    #expect(forwarded(uplink([]), seconds: [0, 5]) == ["30", "5030"])
  }

  @Test func aQueueLeavesInOrderAndOverflows() {
    let way = uplink([outage(10, 20)], queue: 3)
    // 20 ms apart after the end, each plus 30 ms on the way; the end itself is up again.
    #expect(
      forwarded(way, seconds: [9, 10, 11, 12, 13, 19, 20])
        == ["9030", "20050", "20070", "20090", "full", "full", "20030"])
    let again = uplink([outage(10, 20), outage(30, 40)], queue: 1)
    #expect(forwarded(again, seconds: [11, 12, 31, 32]) == ["20050", "full", "40050", "full"])
  }

  @Test func aRestartLosesAllAndItsQueue() {
    #expect(
      forwarded(uplink([outage(10, 20, isRestart: true)]), seconds: [9, 10, 19, 20])
        == ["9030", "lost", "lost", "20030"])
    // The restart comes in the middle of an outage: what waited is gone, what comes later waits.
    let both = uplink([outage(10, 40), outage(20, 25, isRestart: true)])
    #expect(forwarded(both, seconds: [12, 22, 30]) == ["lost", "lost", "40050"])
    // It follows at once.
    let after = uplink([outage(20, 25, isRestart: true), outage(10, 20)])
    #expect(forwarded(after, seconds: [12, 26]) == ["lost", "26030"])
  }

  @Test func overlappingOutagesAreOne() {
    let way = uplink([outage(10, 20), outage(15, 30), outage(16, 18), outage(30, 31)], queue: 2)
    #expect(forwarded(way, seconds: [12, 25, 28]) == ["31050", "31070", "full"])
    #expect(!way.isUp(at: start + .seconds(25)))
    #expect(way.isUp(at: start + .seconds(31)) && way.isUp(at: start + .seconds(9)))
    #expect(way.interruptions.count == 4)
  }

  @Test func latencyIsExponentialAndMishapsComeAtTheirRates() {
    var way = Uplink(
      network: network(latencyMean: .milliseconds(200), corruption: 0.02, duplicate: 0.05),
      interruptions: [], seed: 4, home: 2)
    var sum = 0.0
    var corrupt = 0
    var doubled = 0
    for event in 0..<20_000 as Range<UInt64> {
      guard case .arrives(let time) = way.forward(at: start, event: event) else { continue }
      #expect(time >= start + .milliseconds(30))
      sum += (time - start).seconds - 0.03
      let mishap = way.mishap(event: event)
      corrupt += mishap.flippedBit == nil ? 0 : 1
      doubled += mishap.isDoubled ? 1 : 0
    }
    #expect((sum / 20_000 - 0.2).magnitude < 0.006)
    #expect((340...460).contains(corrupt))
    #expect((900...1_100).contains(doubled))
  }
}

@Suite struct DownlinkTests {
  private func command(_ second: Int64, device: Int = 3, _ action: CommandAction) -> Command {
    Command(
      sequence: 0, device: DeviceIndex(device), action: action, origin: .energy, value: 20,
      decidedAt: start + .seconds(second))
  }

  @Test func losesItsShareAndNeverHurries() {
    let way = Downlink(latencyMean: .milliseconds(250), loss: 0.1, seed: 1, home: 1)
    var lost = 0
    var sum = 0.0
    for second in 0..<20_000 as Range<Int64> {
      let order = command(second, .setLevel)
      guard let arrival = way.arrival(of: order, number: order.device.index) else {
        lost += 1
        continue
      }
      #expect(arrival >= order.decidedAt + Downlink.latencyMin)
      sum += (arrival - order.decidedAt).seconds
    }
    #expect((1_850...2_150).contains(lost))
    #expect((sum / Double(20_000 - lost) - 0.25).magnitude < 0.006)
  }

  @Test func commandsOfOneMomentHaveTheirOwnLuck() {
    let way = Downlink(latencyMean: .milliseconds(250), loss: 0.5, seed: 1, home: 1)
    for (a, b) in [
      (command(0, .setHeatingSetpoint), command(0, .setCoolingSetpoint)),
      (command(0, .switchPower), command(0, device: 67, .switchPower)),
      (command(0, .switchPower), command(0, .setLevel)),
    ] {
      var same = 0
      for second in 0..<1_000 as Range<Int64> {
        var (x, y) = (a, b)
        x.decidedAt += .seconds(second)
        y.decidedAt += .seconds(second)
        let (one, other) = (
          way.arrival(of: x, number: x.device.index), way.arrival(of: y, number: y.device.index)
        )
        same += (one == nil) == (other == nil) ? 1 : 0
      }
      #expect((420...580).contains(same), "\(a.action) and \(b.action): \(same)")
    }
  }
}
