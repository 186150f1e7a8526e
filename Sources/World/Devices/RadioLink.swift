public import Clockwork
internal import Quantities

/// The statistics of a home's low-power radio and its way to the pipeline.
public struct NetworkModel: Sendable {
  /// Mean received power over links and its spread, dBm and dB.
  public var meanSignalDBm: Double
  public var signalSpreadDB: Double
  /// Gilbert-Elliott transition probabilities an attempt.
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
  /// Whether every attempt gets through whatever the received power says.
  var isPerfect = false

  public init(
    meanSignalDBm: Double, signalSpreadDB: Double, goodToBad: Double, badToGood: Double,
    goodLoss: Double, badLoss: Double, latencyMean: SimDuration, latencyMin: SimDuration,
    corruption: Double, duplicate: Double, gatewayQueueLimit: Int
  ) {
    self.meanSignalDBm = meanSignalDBm
    self.signalSpreadDB = signalSpreadDB
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

  /// Packet delivery by mean received power, measured on 802.15.4 links (Grenoble testbed of FIT
  /// IoT-LAB, 108,659 samples in 3 dB bins), linear in between.
  static let deliveryBySignal: [(dBm: Double, delivery: Double)] = [
    (-96, 0.005), (-93, 0.01), (-90, 0.26), (-87, 0.86), (-84, 0.91), (-81, 0.93), (-78, 0.95),
    (-75, 0.97), (-69, 0.98), (-60, 0.996), (-45, 0.999),
  ]

  /// - Returns: the probability that one attempt gets through in the good state.
  static func delivery(atSignal dBm: Double) -> Double {
    let table = deliveryBySignal
    if dBm <= table[0].dBm { return table[0].delivery }
    for i in 1..<table.count where dBm <= table[i].dBm {
      let low = table[i - 1]
      let high = table[i]
      let share = (dBm - low.dBm) / (high.dBm - low.dBm)
      return low.delivery + share * (high.delivery - low.delivery)
    }
    return table[table.count - 1].delivery
  }
}

/// One device's radio link to its gateway: a Gilbert-Elliott channel whose good state loses as the
/// received power says.
///
/// Source: Gilbert 1960, Elliott 1963; burst figures from 802.11 testbed measurements (mean bursts
/// of 2.7 to 3.6
/// packets), so that losses are not independent.
public struct RadioLink: Sendable {
  public let signalDBm: Double
  let deliveryGood: Double
  let deliveryBad: Double
  let goodToBad: Double
  let badToGood: Double
  let key: RandomKey
  var isBad = false

  public static let attemptLimit = 4

  public init(network: NetworkModel, seed: UInt64, entity: UInt64) {
    let link = RandomKey(seed: seed, purpose: .radioLink, entity: entity)
    // A device that never connects would have been moved by its owner, hence the floor.
    signalDBm = min(
      max(network.meanSignalDBm + network.signalSpreadDB * link.gaussian(0), -88), -35)
    deliveryGood =
      network.isPerfect
      ? 1 : NetworkModel.delivery(atSignal: signalDBm) * (1 - network.goodLoss)
    deliveryBad = 1 - network.badLoss
    goodToBad = network.goodToBad
    badToGood = network.badToGood
    key = RandomKey(seed: seed, purpose: .radioAttempt, entity: entity)
  }

  /// What became of one attempt.
  public struct Outcome: Sendable {
    public var isDelivered: Bool
    /// False when the gateway's answer was lost, so that the device will repeat itself.
    public var isAcknowledged: Bool
  }

  /// Tries once to send.
  ///
  /// - Parameter event: names this attempt of this link, so that its luck depends on nothing else.
  public mutating func attempt(event: UInt64) -> Outcome {
    let block = key.block(event)
    let transition = Self.unit(block.0)
    if isBad {
      if transition < badToGood { isBad = false }
    } else if transition < goodToBad {
      isBad = true
    }
    let delivery = isBad ? deliveryBad : deliveryGood
    let isDelivered = Self.unit(block.1) < delivery
    // The answer is short and follows at once over the same channel: median asymmetry 0.033.
    let answerDelivery = isBad ? delivery : 1 - (1 - delivery) * 0.3
    return Outcome(
      isDelivered: isDelivered,
      isAcknowledged: isDelivered && Self.unit(block.2) < answerDelivery)
  }

  /// The probability that `messages` messages in a row are lost with all their attempts, from a
  /// channel in its steady state; for oracles.
  public func lossProbability(messages: Int) -> Double {
    let bad = goodToBad + badToGood > 0 ? goodToBad / (goodToBad + badToGood) : 0
    var lost = (good: 1 - bad, bad: bad)
    for _ in 0..<messages * Self.attemptLimit {
      let good = lost.good * (1 - goodToBad) + lost.bad * badToGood
      let bad = lost.good * goodToBad + lost.bad * (1 - badToGood)
      lost = (good * (1 - deliveryGood), bad * (1 - deliveryBad))
    }
    return lost.good + lost.bad
  }

  private static func unit(_ word: UInt32) -> Double { Double(word) * 0x1p-32 }
}
