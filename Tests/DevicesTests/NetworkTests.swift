import Clockwork
import Devices
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func network(
  latencyMean: SimDuration = .zero, corruption: Double = 0, duplicate: Double = 0, queue: Int = 100
) -> NetworkModel {
  NetworkModel(
    transmitDBm: 0, shadowingSD: 0, signalSD: 0, wifiLoad: 0.5, goodToBad: 0.02, badToGood: 0.3,
    goodLoss: 0, badLoss: 0.8, latencyMean: latencyMean, latencyMin: .milliseconds(30),
    corruption: corruption, duplicate: duplicate, gatewayQueueLimit: queue)
}

private func outage(
  _ from: Int64, _ to: Int64, _ kind: Uplink.Interruption.Kind = .outage
) -> Uplink.Interruption {
  Uplink.Interruption(start: start + .seconds(from), end: start + .seconds(to), kind: kind)
}

/// A verdict as text, in milliseconds since the start.
private func text(_ verdict: Uplink.Verdict) -> String {
  switch verdict {
  case .arrives(let time): "\((time - start).microseconds / 1_000)"
  case .lostToRestart: "lost"
  case .lostToFullQueue: "full"
  case .lostToPartition: "deaf"
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
      forwarded(uplink([outage(10, 20, .restart)]), seconds: [9, 10, 19, 20])
        == ["9030", "lost", "lost", "20030"])
    // The restart comes in the middle of an outage: what waited is gone, what comes later waits.
    let both = uplink([outage(10, 40), outage(20, 25, .restart)])
    #expect(forwarded(both, seconds: [12, 22, 30]) == ["lost", "lost", "40050"])
    // It follows at once.
    let after = uplink([outage(20, 25, .restart), outage(10, 20)])
    #expect(forwarded(after, seconds: [12, 26]) == ["lost", "26030"])
  }

  @Test func overlappingOutagesAreOne() {
    let way = uplink([outage(10, 20), outage(15, 30), outage(16, 18), outage(30, 31)], queue: 2)
    #expect(forwarded(way, seconds: [12, 25, 28]) == ["31050", "31070", "full"])
    #expect(!way.isUp(at: start + .seconds(25)))
    #expect(way.isUp(at: start + .seconds(31)) && way.isUp(at: start + .seconds(9)))
    #expect(way.interruptions.count == 4)
  }

  /// Commands come in while the broker takes nothing; what waited through an outage waits on.
  @Test func aPartitionFillsTheQueueAndLetsCommandsIn() {
    let deaf = uplink([outage(10, 20, .partition)], queue: 2)
    #expect(
      forwarded(deaf, seconds: [9, 10, 11, 12, 20]) == ["9030", "20050", "20070", "deaf", "20030"])
    #expect(deaf.isUp(at: start + .seconds(15)))
    let after = uplink([outage(10, 20), outage(20, 30, .partition)], queue: 2)
    #expect(forwarded(after, seconds: [12, 22, 25]) == ["30050", "30070", "deaf"])
    #expect(!after.isUp(at: start + .seconds(15)) && after.isUp(at: start + .seconds(25)))
    // The stronger reason holds where two do.
    let within = uplink([outage(10, 40, .partition), outage(20, 25)], queue: 1)
    #expect(forwarded(within, seconds: [12, 22, 30]) == ["40050", "full", "deaf"])
    let restart = uplink([outage(10, 40, .partition), outage(20, 25, .restart)])
    #expect(forwarded(restart, seconds: [12, 22, 30]) == ["lost", "lost", "40050"])
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
