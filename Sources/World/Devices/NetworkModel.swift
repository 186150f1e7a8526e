public import Clockwork

/// The statistics of a home's low-power radio and its way to the pipeline.
public struct NetworkModel: Sendable {
  /// What a device radiates, dBm.
  public var transmitDBm: Double
  /// Log-normal spread between links of equal distance and walls, dB.
  public var shadowingSD: Double
  /// How one link's received power varies over time and channel, dB.
  public var signalSD: Double
  /// The channel of all homes' low-power networks, 11...26; nil where each home has its own.
  public var channel: Int?
  /// How busy Wi-Fi is, 1 as in the measured office.
  public var wifiLoad: Double
  /// Gilbert-Elliott transition probabilities an attempt: into the bad state of a weak link in the
  /// full shadow of Wi-Fi, and out of it.
  public var goodToBad: Double
  public var badToGood: Double
  /// Loss of one attempt in the good state beyond what the received power explains, and in the bad.
  public var goodLoss: Double
  public var badLoss: Double
  /// Mean of the exponential part of the way from gateway to pipeline, and its fixed part.
  public var latencyMean: SimDuration
  public var latencyMin: SimDuration
  /// Probability that a delivered copy has a flipped bit.
  public var corruption: Double
  /// Share of copies that the gateway sends on twice.
  public var duplicate: Double
  /// How many copies a gateway keeps while its uplink is down.
  public var gatewayQueueLimit: Int
  /// How often the home's line to the internet is down; nil for never.
  public var outages: OutageModel?
  /// Whether every attempt gets through whatever the received power says.
  var isPerfect = false

  public init(
    transmitDBm: Double, shadowingSD: Double, signalSD: Double, channel: Int? = nil,
    wifiLoad: Double, goodToBad: Double, badToGood: Double, goodLoss: Double, badLoss: Double,
    latencyMean: SimDuration, latencyMin: SimDuration, corruption: Double, duplicate: Double,
    gatewayQueueLimit: Int
  ) {
    self.transmitDBm = transmitDBm
    self.shadowingSD = shadowingSD
    self.signalSD = signalSD
    self.channel = channel
    self.wifiLoad = wifiLoad
    self.goodToBad = goodToBad
    self.badToGood = badToGood
    self.goodLoss = goodLoss
    self.badLoss = badLoss
    self.latencyMean = latencyMean
    self.latencyMin = latencyMin
    self.corruption = corruption
    self.duplicate = duplicate
    self.gatewayQueueLimit = gatewayQueueLimit
  }
}

/// What received power means for a frame, from 108,659 samples of 477 IEEE 802.15.4 links (FIT
/// IoT-LAB Grenoble, 2018); linear in between.
enum SignalCurve {
  typealias Knot = (dBm: Double, value: Double)

  /// Delivery where no Wi-Fi overlaps: channels 15, 20, 25 and 26, in bins of half a dB
  /// below -85 dBm, where a straight line over a whole one would be far too high.
  static let delivery: [Knot] = [
    (-93, 0.001), (-90.75, 0.01), (-90.25, 0.02), (-89.75, 0.035), (-89.25, 0.06),
    (-88.75, 0.099), (-88.25, 0.159), (-87.75, 0.262), (-87.25, 0.433), (-86.75, 0.747),
    (-86.25, 0.986), (-85.75, 0.99), (-85.25, 0.9988), (-80, 0.9998), (-55, 0.9999),
  ]

  /// How much a link suffers from Wi-Fi, against one at the edge of reach: losses on channels 12,
  /// 13, 22 and 23 in bins of 3 dB (.215 at -82.5 dBm, .0004 at -55.5 dBm).
  static let exposure: [Knot] = [
    (-82.5, 1), (-79.5, 0.89), (-76.5, 0.65), (-73.5, 0.37), (-67.5, 0.25), (-64.5, 0.12),
    (-58.5, 0.08), (-55.5, 0.002),
  ]

  static func value(_ curve: [Knot], at dBm: Double) -> Double {
    if dBm <= curve[0].dBm { return curve[0].value }
    for index in 1..<curve.count where dBm <= curve[index].dBm {
      let low = curve[index - 1]
      let high = curve[index]
      let share = (dBm - low.dBm) / (high.dBm - low.dBm)
      return low.value + share * (high.value - low.value)
    }
    return curve[curve.count - 1].value
  }
}
