public import Clockwork
internal import Quantities

/// How a device speaks to its gateway.
public enum RadioMedium: Hashable, Sendable {
  case wired
  case wifi
  /// IEEE 802.15.4.
  case lowPower
}

/// One device's radio link to its gateway: a Gilbert-Elliott channel whose good state loses as the
/// received power says, and which turns bad while Wi-Fi is busy on the same frequencies.
///
/// Source: Gilbert 1960, Elliott 1963. Power: ``RadioPath``; delivery, exposure to Wi-Fi and
/// asymmetry: FIT IoT-LAB Grenoble 2018; lengths of bursts: CRAWDAD rutgers/noise.
public struct RadioLink: Sendable {
  /// Mean received power at the gateway on the link's channel, dBm.
  public private(set) var meanDBm: Double
  /// What the device hears of the gateway, against what the gateway hears of it, dB.
  let reverseOffsetDB: Double
  /// How strongly Wi-Fi reaches the receiver at the device, in means of all.
  private(set) var reverseInterference: Double
  let law: LinkLaw
  private let key: RandomKey
  /// Whether attempts are the other end's.
  private var isReversed = false
  private var lastAttempt = SimTime.distantPast
  /// The power's slow variation: the half hour, and its values at both ends, in deviations.
  private var fadeBlock = Int64.min
  private var fadeFrom = 0.0
  private var fadeTo = 0.0
  public internal(set) var isBad = false

  /// Deviation of what two ends hear of each other, dB: rms difference of 234 pairs in Grenoble.
  static let asymmetrySD = 0.8
  /// Of the variation over time and channel, the part of the channel: in Grenoble a link's channels
  /// differ by 2.29 dB, and by .47 dB from hour to hour.
  static let channelShare = 0.95
  /// The slow variation wanders from one value to the next in this time (assumed, 10 min-2 h).
  static let fadeSpan = SimDuration.minutes(30)
  /// One step of the two states while nobody sends: the packets of the Rutgers figures.
  static let slot = SimDuration.milliseconds(100)
  /// After so many steps nothing is left of the state before.
  private static let slotCountMax = 64
  /// An acknowledgement has 11 bytes on the air, a report about 90 (assumed, 60-127).
  static let answerShare = 11.0 / 90

  /// - Parameter law: of the home's links on this medium; nil for one of its own.
  public init(
    medium: RadioMedium, network: NetworkModel, path: RadioPath, air: RadioAir, seed: UInt64,
    entity: UInt64, try number: Int = 0, law: LinkLaw? = nil
  ) {
    key = RandomKey(seed: seed, purpose: .radioAttempt, entity: entity)
    let powerKey = Self.powerKey(key)
    let law = law ?? LinkLaw(medium, network, air, powerKey)
    meanDBm =
      network.transmitDBm - path.lossDB
      + network.shadowingSD * powerKey.gaussian(UInt64(number))
      + law.channelSD * powerKey.gaussian(0x100 + UInt64(air.channel))
    reverseOffsetDB = Self.asymmetrySD * powerKey.gaussian(0x200)
    reverseInterference = RadioAir.interference(powerKey, event: 0x201)
    self.law = law
  }

  private init(_ link: Self, in air: RadioAir, isReversed: Bool) {
    let powerKey = Self.powerKey(link.key)
    let offset =
      link.law.channelSD
      * (powerKey.gaussian(0x100 + UInt64(air.channel))
        - powerKey.gaussian(0x100 + UInt64(link.law.channel)))
    meanDBm = link.meanDBm + offset + (isReversed ? link.reverseOffsetDB : 0)
    reverseOffsetDB = isReversed ? -link.reverseOffsetDB : link.reverseOffsetDB
    reverseInterference = isReversed ? link.law.interference : link.reverseInterference
    law = LinkLaw(
      link.law, in: air,
      interference: isReversed ? link.reverseInterference : link.law.interference)
    key = link.key
    self.isReversed = isReversed != link.isReversed
  }

  /// The same link as a survey meets it: on another channel, or from its other end.
  public func surveyed(in air: RadioAir, isReversed: Bool) -> Self {
    Self(self, in: air, isReversed: isReversed)
  }

  public var medium: RadioMedium { law.medium }

  /// What of a link belongs to where its device hangs, and not to the device.
  public struct Spot: Hashable, Sendable {
    let meanDBm: Double
    let reverseInterference: Double
  }

  public var spot: Spot { Spot(meanDBm: meanDBm, reverseInterference: reverseInterference) }

  /// Its device hangs elsewhere from now on.
  public mutating func move(to spot: Spot) {
    (meanDBm, reverseInterference) = (spot.meanDBm, spot.reverseInterference)
  }

  /// How often a message is tried: four times by IEEE 802.15.4 (`macMaxFrameRetries` 3), seven by
  /// IEEE 802.11 (`dot11ShortRetryLimit`).
  public var attemptLimit: Int {
    switch medium {
    case .wired: 1
    case .wifi: 7
    case .lowPower: 4
    }
  }

  /// What became of one attempt.
  public struct Outcome: Sendable {
    public var isDelivered: Bool
    /// False when the gateway's answer was lost, so that the device will repeat itself.
    public var isAcknowledged: Bool
    /// Until the next attempt, should there be one.
    public var backOff: SimDuration
  }

  /// Received power at the gateway, dBm.
  ///
  /// It wanders about the link's mean; keyed by the half hour, so that it does not depend on who
  /// asked before.
  public mutating func signalDBm(at time: SimTime) -> Double {
    let span = Self.fadeSpan.microseconds
    let block = time.microseconds / span
    if block != fadeBlock {
      fadeFrom = block == fadeBlock &+ 1 ? fadeTo : fade(block)
      fadeTo = fade(block + 1)
      fadeBlock = block
    }
    let part = Double(time.microseconds - block * span) / Double(span)
    // Divided by its own deviation, so that the spread is the same at all times.
    let deviation = ((1 - part) * (1 - part) + part * part).squareRoot()
    return meanDBm + law.timeSD * ((1 - part) * fadeFrom + part * fadeTo) / deviation
  }

  /// Of what changes slowly or never; made where it is needed, twice an hour.
  private static func powerKey(_ key: RandomKey) -> RandomKey { key.branched(0x504F_5745) }

  private var attemptKey: RandomKey { isReversed ? key.branched(0x5245_5645) : key }

  private func fade(_ block: Int64) -> Double {
    Self.powerKey(key).gaussian(0x1_0000_0000 &+ UInt64(bitPattern: block))
  }

  /// Probability of turning bad at an attempt.
  private func onset(atSignal dBm: Double, shadow: Double, interference: Double) -> Double {
    guard medium == .lowPower else { return law.goodToBad }
    let exposure = SignalCurve.value(SignalCurve.exposure, at: dBm)
    return min(law.goodToBad * shadow * exposure * interference, 0.5)
  }

  private func deliveryGood(atSignal dBm: Double) -> Double {
    guard medium == .lowPower else { return law.deliveryGood }
    return SignalCurve.value(SignalCurve.delivery, at: dBm) * law.deliveryGood
  }

  /// Tries once to send.
  ///
  /// - Parameters:
  ///   - event: names this attempt of this link, so that its luck depends on nothing else.
  ///   - number: of the attempt, from 0; each wait is twice the one before.
  ///   - shadow: how busy Wi-Fi is on the link's channel, 0...1.
  public mutating func attempt(
    event: UInt64, at time: SimTime, number: Int = 0, shadow: Double
  ) -> Outcome {
    guard !law.isPerfect else {
      return Outcome(isDelivered: true, isAcknowledged: true, backOff: .zero)
    }
    let block = attemptKey.block(event)
    let (isDelivered, dBm) = arrival(block, at: time, shadow: shadow)
    return Outcome(
      isDelivered: isDelivered,
      isAcknowledged: isDelivered
        && Self.unit(block.2) < answerDelivery(atSignal: dBm, shadow: shadow),
      backOff: backOff(number, Self.unit(block.3)))
  }

  /// Whether a packet that asks for no answer arrives; as ``attempt(event:at:number:shadow:)``.
  public mutating func reaches(event: UInt64, at time: SimTime, shadow: Double) -> Bool {
    law.isPerfect || arrival(attemptKey.block(event), at: time, shadow: shadow).isDelivered
  }

  @inline(__always)
  private mutating func arrival(
    _ block: (UInt32, UInt32, UInt32, UInt32), at time: SimTime, shadow: Double
  ) -> (isDelivered: Bool, dBm: Double) {
    let dBm = signalDBm(at: time)
    let into = onset(atSignal: dBm, shadow: shadow, interference: law.interference)
    isBad = Self.unit(block.0) < badProbability(into: into, at: time)
    lastAttempt = time
    let delivery = isBad ? law.deliveryBad : deliveryGood(atSignal: dBm)
    return (Self.unit(block.1) < delivery, dBm)
  }

  /// The two-state chain, moved on by the time since the last attempt: a step for the retry that
  /// follows at once, and none of the old state is left when a sensor next speaks.
  private func badProbability(into: Double, at time: SimTime) -> Double {
    let both = into + law.badToGood
    guard both > 0 else { return isBad ? 1 : 0 }
    let steady = into / both
    var memory = 1 - both
    if lastAttempt < time - Self.slot {
      let slots = (time - lastAttempt) / Self.slot
      guard slots < Self.slotCountMax else { return steady }
      let step = memory
      for _ in 1..<max(slots, 1) { memory *= step }
    }
    return steady + ((isBad ? 1 : 0) - steady) * memory
  }

  /// Whether the gateway's answer comes through: the other direction of the link, with its own
  /// power and its own Wi-Fi about, for a frame that is shorter; bits are lost one by one.
  private func answerDelivery(atSignal dBm: Double, shadow: Double) -> Double {
    let reverse = dBm + reverseOffsetDB
    let into = onset(atSignal: reverse, shadow: shadow, interference: reverseInterference)
    return Elementary.pow(frameDelivery(atSignal: reverse, into: into), Self.answerShare)
  }

  private func frameDelivery(atSignal dBm: Double, into: Double) -> Double {
    let both = into + law.badToGood
    let bad = both > 0 ? into / both : 0
    return bad * law.deliveryBad + (1 - bad) * deliveryGood(atSignal: dBm)
  }

  /// Binary exponential, each wait half to one and a half times its mean: 15, 30, 60 ms on the
  /// low-power radio (assumed, 5-50 ms for the first), from 2 ms on Wi-Fi (assumed, 1-5 ms).
  private func backOff(_ number: Int, _ uniform: Double) -> SimDuration {
    let first = medium == .wifi ? 2_000.0 : 15_000.0
    return .microseconds(Int64(first * Double(1 << min(number, 6)) * (0.5 + uniform)))
  }

  /// The probability that `messages` messages in a row are lost with all their attempts, from a
  /// channel in its steady state of a mean hour; for oracles. Messages are far enough apart to
  /// know nothing of each other.
  public func lossProbability(messages: Int) -> Double {
    guard !law.isPerfect else { return messages == 0 ? 1 : 0 }
    let into = onset(atSignal: meanDBm, shadow: law.meanShadow, interference: law.interference)
    let out = law.badToGood
    let bad = into + out > 0 ? into / (into + out) : 0
    let good = deliveryGood(atSignal: meanDBm)
    var lost = (good: (1 - bad) * (1 - good), bad: bad * (1 - law.deliveryBad))
    for _ in 1..<attemptLimit {
      let stillGood = lost.good * (1 - into) + lost.bad * out
      let stillBad = lost.good * into + lost.bad * (1 - out)
      lost = (stillGood * (1 - good), stillBad * (1 - law.deliveryBad))
    }
    var all = 1.0
    for _ in 0..<messages { all *= lost.good + lost.bad }
    return all
  }

  private static func unit(_ word: UInt32) -> Double { Double(word) * 0x1p-32 }
}
