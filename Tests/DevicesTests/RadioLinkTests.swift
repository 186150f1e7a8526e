import Clockwork
@testable import Devices
import Foundation
import Telemetry
import Testing

private let start = SimTime(microseconds: 1_705_276_800_000_000)

private func network(
  goodToBad: Double = 0.02, badLoss: Double = 0.8, spread: Double = 0, signalSD: Double = 0,
  transmitDBm: Double = 0, channel: Int? = nil, wifiLoad: Double = 0.5
) -> NetworkModel {
  NetworkModel(
    transmitDBm: transmitDBm, shadowingSD: spread, signalSD: signalSD, channel: channel,
    wifiLoad: wifiLoad, goodToBad: goodToBad, badToGood: 0.3, goodLoss: 0, badLoss: badLoss,
    latencyMean: .zero, latencyMin: .zero, corruption: 0, duplicate: 0, gatewayQueueLimit: 1)
}

/// A link of a given mean power.
private func link(
  _ dBm: Double, _ model: NetworkModel = network(), seed: UInt64 = 1, entity: UInt64 = 1,
  medium: RadioMedium = .lowPower
) -> RadioLink {
  let path = RadioPath(distanceM: 1, wallLossDB: 0, floorCount: 0, floorLossDB: 0)
  var model = model
  model.transmitDBm = dBm + path.lossDB
  return RadioLink(
    medium: medium, network: model, path: path,
    air: RadioAir(network: model, seed: seed, home: 1), seed: seed, entity: entity)
}

extension RadioLink {
  /// How busy Wi-Fi must be so that the link turns bad exactly as often as its law says.
  fileprivate var shadowOfTheLaw: Double {
    1 / (law.interference * SignalCurve.value(SignalCurve.exposure, at: meanDBm))
  }
}

@Suite struct RadioPathTests {
  /// 20 log10(2442) + 20 - 27.55 = 60.20 dB over 10 m, by hand.
  @Test func lossesAddUp() {
    func loss(_ metres: Double, walls: Double = 0, floors: Int = 0) -> Double {
      RadioPath(distanceM: metres, wallLossDB: walls, floorCount: floors, floorLossDB: 5).lossDB
        - RadioPath.installationLossDB
    }
    #expect((loss(10) - 60.205).magnitude < 0.001)
    #expect((loss(20) - loss(10) - 6.0206).magnitude < 1e-4)
    #expect((loss(10, walls: 10.2) - loss(10) - 10.2).magnitude < 1e-9)
    // One floor costs 5 dB to the power of 1.04 floors, two 5 x 2^0.873 = 9.16 dB.
    #expect((loss(10, floors: 1) - loss(10) - 5).magnitude < 1e-9)
    #expect((loss(10, floors: 2) - loss(10) - 9.160).magnitude < 0.001)
    #expect(loss(0.01) == loss(0.5))
  }
}

@Suite struct RadioAirTests {
  @Test func wifiCoversItsOwnChannels() {
    for (channel, wifi) in [(12, 1), (17, 6), (22, 11)] {
      #expect(RadioAir.overlap(channel: channel, wifiChannel: wifi) == 1)
    }
    #expect((RadioAir.overlap(channel: 11, wifiChannel: 1) - 0.22).magnitude < 1e-9)
    #expect((RadioAir.overlap(channel: 14, wifiChannel: 1) - 0.07).magnitude < 1e-9)
    for channel in [15, 20, 25, 26] {
      for wifi in [1, 6, 11] {
        #expect(RadioAir.overlap(channel: channel, wifiChannel: wifi) < 0.0031)
      }
    }
  }

  @Test func homesSitWhereNetworksLookFirst() {
    var primary = 0
    for home in 0..<4_000 as Range<UInt64> {
      let air = RadioAir(network: network(), seed: 2, home: home)
      #expect((11...26).contains(air.channel) && [1, 6, 11].contains(air.wifiChannel))
      primary += [11, 15, 20, 25].contains(air.channel) ? 1 : 0
      let levels = [(0, 3), (0, 12), (1, 12), (1, 20), (4, 20)].map {
        air.shadow(userCount: $0.0, hour: $0.1)
      }
      #expect(levels == levels.sorted() && levels[0] >= 0 && levels[4] <= 1)
    }
    // 60 % and a quarter of the others: .7, sd .0072.
    #expect((Double(primary) / 4_000 - 0.7).magnitude < 0.03)
    #expect(RadioAir(network: network(channel: 26), seed: 2, home: 9).channel == 26)
    #expect(RadioAir(network: network(wifiLoad: 0), seed: 2, home: 9).meanShadow == 0)
  }
}

@Suite struct RadioLinkTests {
  /// Stationary share of the bad state p / (p + r) and delivery in it, Gilbert 1960; the answer
  /// comes through as a frame of the other direction does, shortened.
  @Test func deliveryMatchesGilbertElliott() {
    for seed in 0..<3 as Range<UInt64> {
      var forward = link(-80, seed: seed, entity: 5)
      let shadow = forward.shadowOfTheLaw
      var reverse = forward.surveyed(
        in: RadioAir(network: network(), seed: seed, home: 1), isReversed: true)
      var counts = (delivered: 0.0, acknowledged: 0.0, reverse: 0.0)
      let count = 60_000
      for event in 0..<UInt64(count) {
        let outcome = forward.attempt(event: event, at: start, shadow: shadow)
        counts.delivered += outcome.isDelivered ? 1 : 0
        counts.acknowledged += outcome.isAcknowledged ? 1 : 0
        #expect(outcome.isDelivered || !outcome.isAcknowledged)
        let back = reverse.attempt(event: event, at: start, shadow: shadow)
        counts.reverse += back.isDelivered ? 1 : 0
      }
      // Bursts keep 5.2 tries alike, so that a share's standard deviation is 0.0022: four of them.
      let bad = 0.02 / 0.32
      let share = counts.delivered / Double(count)
      let expected = (1 - bad) * 0.9998 + bad * 0.2
      #expect((share - expected).magnitude < 0.009, "seed \(seed): \(share), expected \(expected)")
      let answered = counts.acknowledged / counts.delivered
      let fromReverse = pow(counts.reverse / Double(count), 11.0 / 90)
      #expect((answered - fromReverse).magnitude < 0.004, "seed \(seed): \(answered)")
    }
  }

  @Test func burstsLastAsLongAsTheBadState() {
    // Nothing gets through the bad state and the good one loses two in ten thousand.
    var link = link(-80, network(badLoss: 1), seed: 9)
    let shadow = link.shadowOfTheLaw
    var bursts: [Int] = []
    var current = 0
    for event in 0..<100_000 as Range<UInt64> {
      if link.attempt(event: event, at: start, shadow: shadow).isDelivered {
        if current > 0 { bursts.append(current) }
        current = 0
      } else {
        current += 1
      }
    }
    let mean = Double(bursts.reduce(0, +)) / Double(bursts.count)
    let expected = (1 / 0.3 * 0.02 + 0.0002) / 0.0202
    #expect((mean - expected).magnitude < 0.15, "mean burst \(mean), expected \(expected)")
  }

  /// A retry meets the burst that ate its message; the message of the next hour does not.
  @Test func burstsAreForgotten() {
    for (gap, expected) in [(SimDuration.zero, 0.7), (.hours(1), 0.02 / 0.32)] {
      var link = link(-80, network(badLoss: 1), seed: 3)
      let shadow = link.shadowOfTheLaw
      var (lost, lostAgain) = (0.0, 0.0)
      var wasLost = false
      for event in 0..<100_000 as Range<UInt64> {
        let outcome = link.attempt(
          event: event, at: start + gap * Int64(event), shadow: shadow)
        if wasLost {
          lost += 1
          lostAgain += outcome.isDelivered ? 0 : 1
        }
        wasLost = !outcome.isDelivered
      }
      #expect((lostAgain / lost - expected).magnitude < 0.025, "\(gap): \(lostAgain / lost)")
    }
  }

  /// All ways through the two states, added up one by one: four attempts a message.
  @Test(arguments: [1, 2]) func lossOfWholeMessagesIsTheSumOverAllWays(messages: Int) {
    let link = link(-80, network(goodToBad: 0.3, channel: 12))
    let into =
      0.3 * link.law.meanShadow * link.law.interference
      * SignalCurve.value(SignalCurve.exposure, at: -80)
    #expect(into > 0.001 && into < 0.5)
    var one = 0.0
    for way in 0..<1 << 4 {
      func isBad(_ step: Int) -> Bool { way >> step & 1 == 1 }
      var chance = 1.0
      for step in 0..<4 {
        if step == 0 {
          chance *= isBad(0) ? into / (into + 0.3) : 0.3 / (into + 0.3)
        } else {
          let turns = isBad(step - 1) ? 0.3 : into
          chance *= isBad(step) == isBad(step - 1) ? 1 - turns : turns
        }
        chance *= isBad(step) ? 0.8 : 0.0002
      }
      one += chance
    }
    let total = messages == 1 ? one : one * one
    #expect((link.lossProbability(messages: messages) / total - 1).magnitude < 1e-9)
    #expect(link.lossProbability(messages: 0) == 1)
  }

  @Test func betterSignalDeliversMore() {
    var last = -1.0
    for dBm in stride(from: -92.0, through: -40, by: 2) {
      var link = link(dBm)
      #expect((link.meanDBm - dBm).magnitude < 1e-9)
      var delivered = 0.0
      for event in 0..<5_000 as Range<UInt64>
      where link.attempt(event: event, at: start, shadow: 0).isDelivered { delivered += 1 }
      #expect(delivered >= last - 60, "\(dBm) dBm")
      last = delivered
    }
    #expect(last > 4_990)
  }

  /// 2 dB over channels and half hours, .45 of it over time; who asked before does not matter.
  @Test func powerWandersAsMeasured() {
    var (all, inTime) = (0.0, 0.0)
    let model = network(signalSD: 2)
    let links = 300
    for entity in 0..<UInt64(links) {
      for channel in RadioAir.channels {
        let air = RadioAir(network: model, seed: 4, home: 1).tuned(to: channel)
        var link = link(-70, model, seed: 4, entity: entity).surveyed(in: air, isReversed: false)
        let powers = [1, 7, 19].map { link.signalDBm(at: start + .minutes(100 * $0)) }
        for power in powers {
          all += (power + 70) * (power + 70)
          inTime += (power - link.meanDBm) * (power - link.meanDBm)
        }
        var fresh = link
        #expect(fresh.signalDBm(at: start + .minutes(100)) == powers[0])
        #expect(fresh.signalDBm(at: start + .minutes(1_900)) == powers[2])
      }
    }
    let count = Double(links * 16 * 3)
    #expect(((all / count).squareRoot() - 2).magnitude < 0.08)
    #expect(((inTime / count).squareRoot() - 2 * 0.05.squareRoot()).magnitude < 0.03)
  }

  @Test func theOtherDirectionIsAnotherLink() {
    var squares = 0.0
    let air = RadioAir(network: network(), seed: 5, home: 1)
    for entity in 0..<2_000 as Range<UInt64> {
      let forward = link(-75, seed: 5, entity: entity)
      let reverse = forward.surveyed(in: air, isReversed: true)
      squares += (reverse.meanDBm - forward.meanDBm) * (reverse.meanDBm - forward.meanDBm)
      let again = reverse.surveyed(in: air, isReversed: true)
      #expect((again.meanDBm - forward.meanDBm).magnitude < 1e-9)
      #expect(again.law.interference == forward.law.interference)
    }
    #expect(((squares / 2_000).squareRoot() - 0.8).magnitude < 0.04)
  }

  /// A twelfth of Wi-Fi links is lossy, of three kinds, each with the transitions of its draw.
  @Test func wifiHasItsOwnLaw() {
    var lossy = 0
    // Into the bad state, and out of it.
    let kinds = [(0.6...0.8, 0.15...0.2), (0.2...0.3, 0.62...0.72), (0.02...0.05, 0.92...0.95)]
    var counts = [0, 0, 0]
    for entity in 0..<3_000 as Range<UInt64> {
      var link = link(-60, entity: entity, medium: .wifi)
      #expect(link.attemptLimit == 7)
      guard link.law.goodToBad > 0.01 else { continue }
      lossy += 1
      let kind = kinds.firstIndex {
        $0.0.contains(link.law.goodToBad) && $0.1.contains(link.law.badToGood)
      }
      guard let kind else {
        Issue.record("entity \(entity): \(link.law.goodToBad), \(link.law.badToGood)")
        continue
      }
      counts[kind] += 1
      guard lossy <= 10 else { continue }
      var delivered = 0.0
      for event in 0..<20_000 as Range<UInt64>
      where link.attempt(event: event, at: start, shadow: 0).isDelivered { delivered += 1 }
      let law = link.law
      let expected = law.badToGood / (law.badToGood + law.goodToBad) * law.deliveryGood
      #expect((delivered / 20_000 - expected).magnitude < 0.025, "entity \(entity)")
    }
    #expect((Double(lossy) / 3_000 - 1.0 / 12).magnitude < 0.02)
    // 16, 16 and 20 of 52.
    for (count, share) in zip(counts, [16.0 / 52, 16.0 / 52, 20.0 / 52]) {
      #expect((Double(count) / Double(lossy) - share).magnitude < 0.12, "\(counts)")
    }
  }

  @Test func waitsDoubleAndJitter() {
    var link = link(-70)
    for number in 0..<4 {
      let mean = 15.0 * Double(1 << number)
      let waits = (0..<500 as Range<UInt64>).map {
        link.attempt(event: $0, at: start, number: number, shadow: 0).backOff.seconds * 1_000
      }
      #expect(waits.allSatisfy { $0 >= 0.5 * mean - 0.01 && $0 <= 1.5 * mean })
      #expect((waits.reduce(0, +) / 500 / mean - 1).magnitude < 0.06)
    }
  }
}

/// Commands over the device's own link, from its other end.
@Suite struct CommandPassageTests {
  private struct Fates {
    var (first, second, both, late) = (0.0, 0.0, 0.0, 0)
  }

  private let count = 20_000

  /// Two commands at a time, an hour apart.
  private func fates(over way: RadioLink, _ model: NetworkModel, seed: UInt64 = 1) -> Fates {
    let air = RadioAir(network: model, seed: seed, home: 1)
    var downlink = Downlink(latencyMean: .milliseconds(50), loss: 0, seed: seed, home: 1)
    var fates = Fates()
    for hour in 0..<Int64(count) {
      let time = start + .hours(hour)
      let arrivals = [CommandAction.setHeatingSetpoint, .setCoolingSetpoint].map { action in
        downlink.passage(
          of: Command(
            sequence: 0, device: DeviceIndex(3), action: action, origin: .energy, value: 20,
            decidedAt: time), number: 3, over: way, in: air, from: time, shadow: air.meanShadow)
      }
      fates.first += arrivals[0] == nil ? 1 : 0
      fates.second += arrivals[1] == nil ? 1 : 0
      fates.both += arrivals[0] == nil && arrivals[1] == nil ? 1 : 0
      for case let arrival? in arrivals where arrival > time { fates.late += 1 }
    }
    return fates
  }

  /// As often as the steady state of the other direction says, with all its attempts.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func areLostAsTheOtherDirectionLoses(seed: UInt64) {
    let model = network(goodToBad: 0.2, badLoss: 1)
    let way = link(-86, model, seed: seed, entity: 5)
    let reverse = way.surveyed(
      in: RadioAir(network: model, seed: seed, home: 1), isReversed: true)
    let expected = reverse.lossProbability(messages: 1)
    let fates = fates(over: way, model, seed: seed)
    let share = fates.first / Double(count)
    let tolerance = 4 * (expected * (1 - expected) / Double(count)).squareRoot() + 1e-3
    #expect((share - expected).magnitude < tolerance, "\(share), expected \(expected)")
    #expect(fates.late > 0, "none was tried twice")
    // A burst that took the first takes the second more often than another would.
    if expected > 0.005, expected < 0.3 {
      #expect(fates.both > 1.5 * fates.first * fates.second / Double(count), "\(fates)")
    }
  }

  @Test func strongLinksLoseNoneAndWiresNeedNoRadio() {
    let strong = fates(over: link(-60), network())
    #expect(strong.first < 20)
    #expect(fates(over: link(-95), network()).first > 0.9 * Double(count))
    let wired = fates(over: link(-95, medium: .wired), network())
    #expect(wired.first == 0 && wired.late == 0)
  }

  /// What belongs to the spot goes with the device, what belongs to the device does not.
  @Test func aLinkMovesToAnotherSpot() {
    var (one, other) = (link(-60, entity: 5), link(-90, entity: 6))
    let offset = one.reverseOffsetDB
    let spots = (one.spot, other.spot)
    one.move(to: spots.1)
    other.move(to: spots.0)
    #expect((one.meanDBm + 90).magnitude < 6 && (other.meanDBm + 60).magnitude < 6)
    #expect(one.spot == spots.1 && one.reverseOffsetDB == offset)
    #expect(one.lossProbability(messages: 1) > 0.5)
    one.move(to: spots.0)
    #expect(one.spot == spots.0)
  }
}
