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
      // A twelfth of the links is lossy (Rutgers: .04-.16 by noise), with .13-.21 into the bad
      // state and .28-.37 out of it; there every packet is lost. The others lose single packets
      // (links that deliver half and more: .7 out of it), one in seven hundred.
      let (lot, into) = key.uniforms(0x300)
      let isLossy = lot < 1.0 / 12
      goodToBad = isLossy ? 0.13 + 0.08 * into : 0.001
      badToGood = isLossy ? 0.28 + 0.09 * key.uniform(0x301) : 0.7
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
