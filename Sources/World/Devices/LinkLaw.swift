internal import Clockwork

/// What the links of one home on one medium have in common.
///
/// A class, because forty links would hold the same dozen numbers; nothing of it ever changes. Only
/// Wi-Fi's links draw some of it for themselves.
public final class LinkLaw: Sendable {
  let medium: RadioMedium
  let goodToBad: Double
  let badToGood: Double
  let deliveryGood: Double
  let deliveryBad: Double
  let isPerfect: Bool
  /// How strongly Wi-Fi reaches the receiver at the gateway, in means of all.
  let interference: Double
  let meanShadow: Double
  /// Standard deviations of the power over time and over channels, dB.
  let timeSD: Double
  let channelSD: Double
  let channel: Int

  /// The law of all links of a home on a medium that draws none of it; nil for Wi-Fi.
  public convenience init?(
    commonTo medium: RadioMedium, network: NetworkModel, air: RadioAir
  ) {
    guard medium != .wifi else { return nil }
    self.init(medium, network, air, RandomKey(seed: 0, purpose: .radioLink, entity: 0))
  }

  /// - Parameter key: of the link, which only Wi-Fi's draw from.
  init(_ medium: RadioMedium, _ network: NetworkModel, _ air: RadioAir, _ key: RandomKey) {
    self.medium = medium
    deliveryGood = 1 - network.goodLoss
    isPerfect = network.isPerfect || medium == .wired
    if medium == .wifi {
      let (lot, into) = key.uniforms(0x300)
      let lossy = LossyWifi.of(lot: lot)
      goodToBad = lossy.into.lowerBound + lossy.into.width * into
      badToGood = lossy.out.lowerBound + lossy.out.width * key.uniform(0x301)
      deliveryBad = 0
    } else {
      goodToBad = network.goodToBad
      badToGood = network.badToGood
      deliveryBad = 1 - network.badLoss
    }
    interference = air.interference
    meanShadow = air.meanShadow
    channelSD = network.signalSD * RadioLink.channelShare.squareRoot()
    timeSD = network.signalSD * (1 - RadioLink.channelShare).squareRoot()
    channel = air.channel
  }

  /// The same on another channel, or heard from the other end.
  init(_ law: LinkLaw, in air: RadioAir, interference: Double) {
    medium = law.medium
    (goodToBad, badToGood) = (law.goodToBad, law.badToGood)
    (deliveryGood, deliveryBad) = (law.deliveryGood, law.deliveryBad)
    isPerfect = law.isPerfect
    self.interference = interference
    (meanShadow, channel) = (air.meanShadow, air.channel)
    (timeSD, channelSD) = (law.timeSD, law.channelSD)
  }
}

/// Kinds of Wi-Fi links by how they lose; in the bad state every packet is lost.
///
/// From CRAWDAD rutgers/noise at -15 dBm of noise, 673 links in reach: a twelfth (.04-.16 by noise)
/// delivers less than 99 %. Those are of three kinds, only the first of which loses in bursts;
/// all of them as one have .16 into the bad state and .32 out of it, which no single one has.
private enum LossyWifi {
  typealias Chances = (into: ClosedRange<Double>, out: ClosedRange<Double>)

  /// Share of links up to this kind, of all.
  private static let kinds: [(share: Double, chances: Chances)] = [
    // Delivers less than half: 16 links of 52, pooled .63-.71 and .17-.23.
    (16.0 / 624, (0.6...0.8, 0.15...0.2)),
    // Less than nine tenths: 16 links, pooled .22-.27 and .65-.68.
    (32.0 / 624, (0.2...0.3, 0.62...0.72)),
    // Less than 99 %: 20 links, pooled .03-.05 and .93-.95.
    (52.0 / 624, (0.02...0.05, 0.92...0.95)),
    // Single losses: 21 links of the others, pooled .004 and .98-1.
    (73.0 / 624, (0.002...0.006, 0.98...0.99)),
  ]

  /// None of 300 packets was lost: one in five thousand (assumed, none to one in three thousand).
  private static let sound: Chances = (0.0002...0.0002, 0.98...0.99)

  static func of(lot: Double) -> Chances {
    kinds.first { lot < $0.share }?.chances ?? sound
  }
}

extension ClosedRange<Double> {
  fileprivate var width: Double { upperBound - lowerBound }
}
