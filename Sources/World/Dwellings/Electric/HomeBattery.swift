public import Clockwork

/// A battery behind the home's meter, with its inverter.
///
/// It takes what the roof has left over and gives it back when the home uses more than the roof
/// gives. Its controller follows the home's meter within seconds, so over any stretch of a step it
/// moves what the home's mean power in that stretch asks for, within its limits and but for what a
/// controller leaves to the grid: an offset that keeps it from the other direction, an error and
/// what passes while it settles. The industry's efficiency guideline for PV storage systems (BVES
/// and BSW, 2019) measures all three; HTW Berlin's Stromspeicher-Inspektion compares systems by
/// them.
public struct HomeBattery: Hashable, Sendable {
  /// When it gives what it holds.
  public enum Dispatch: String, Hashable, Sendable {
    /// Whenever the home draws from the grid.
    case selfConsumption = "self-consumption"
    /// Only in hours whose price is above the day's mean; on a day of one price, whenever the home
    /// draws.
    case timeOfUse = "time-of-use"
  }

  /// Alternating current to alternating current, one way, of what its converter handles. With
  /// ``runningW`` a new one gives 90 % there and back at 3.3 kW and 25 °C (Tesla, *Powerwall 2 AC
  /// Datasheet*, 2019).
  static let efficiency = 0.9563
  /// Lost in converter and cells besides while it takes or gives, W (assumed, 10 to 60): little
  /// power is moved less well than much.
  static let runningW = 25.0
  /// Share that is kept for an outage (assumed, 0 to 20 %).
  static let reserveShare = 0.05
  /// Electronics, always on, W (assumed, 5 to 35).
  static let standbyW = 10.0
  /// Less is left to the grid, W (assumed, 20 to 100); up to twice as much it runs for a part of
  /// the time.
  static let leastW = 50.0
  /// What its controller leaves to the grid, W, by home (assumed, 0 to 50)...
  static let offsetW = 5.0...25.0
  /// ...from step to step about that, W (assumed, 2 to 15)...
  static let errorW = 6.0
  /// ...and of what it moves, while it follows a change (assumed, 0.1 to 2 %: some seconds each).
  static let settlingShare = 0.005
  /// A full one takes nothing before it is down to this share (assumed, 0.97 to 0.999).
  static let refillBelow = 0.995

  /// Usable energy, kWh.
  public var capacityKWh: Double
  /// Most that it takes or gives, W.
  public var powerW: Double
  public var dispatch: Dispatch
  /// What it holds, kWh; begins with the reserve.
  public private(set) var chargeKWh: Double
  /// At its terminals since the start, kWh: taken and given.
  private(set) var takenKWh = 0.0
  private(set) var givenKWh = 0.0
  /// Lost while it ran since the start, kWh of what it held.
  private(set) var lostKWh = 0.0
  /// Of its controller; nil for one without error.
  private var key: RandomKey?
  private var ownOffsetW: Float = 0

  public init(capacityKWh: Double, powerW: Double, dispatch: Dispatch = .selfConsumption) {
    precondition(capacityKWh > 0 && powerW > 0, "a battery holds and moves energy")
    self.capacityKWh = capacityKWh
    self.powerW = powerW
    self.dispatch = dispatch
    chargeKWh = Self.reserveShare * capacityKWh
  }

  /// One with a controller of its own.
  public func controlled(_ key: RandomKey) -> HomeBattery {
    var own = self
    own.key = key
    let range = Self.offsetW
    own.ownOffsetW = Float(
      range.lowerBound + (range.upperBound - range.lowerBound) * key.uniform(0))
    return own
  }

  /// What its controller leaves to the grid in a step, but for what follows the power, W; below 0
  /// it goes too far.
  func offsetW(from start: SimTime) -> Double {
    guard let key else { return Double(ownOffsetW) }
    let deviate = key.gaussian(UInt64(bitPattern: start.microseconds))
    return Double(ownOffsetW) + Self.errorW * min(max(deviate, -3), 3)
  }

  /// What it moves where so many watts are asked of it, W; no jumps, and it grows with what is
  /// asked.
  private static func answerW(_ askedW: Double, offsetW: Double) -> Double {
    let share = min((askedW - leastW) / leastW, 1)
    guard share > 0 else { return 0 }
    return share * ((1 - settlingShare) * max(askedW, 2 * leastW) - offsetW)
  }

  /// What it takes (positive) or gives (negative) at its terminals, kWh.
  ///
  /// - Parameters:
  ///   - netKWh: what the home used less what its roof gave; the battery's standby is in it.
  ///   - mayGive: whether the hour is one in which it gives.
  ///   - step: start of the step.
  func flowKWh(netKWh: Double, hours: Double, mayGive: Bool, step: SimTime) -> Double {
    guard hours > 0, netKWh < 0 || mayGive else { return 0 }
    let answerW = Self.answerW(
      netKWh.magnitude * 1_000 / hours, offsetW: offsetW(from: step))
    let asked = min(answerW, powerW) / 1_000 * hours
    if netKWh < 0 {
      guard chargeKWh < Self.refillBelow * capacityKWh else { return 0 }
      return min(asked, (capacityKWh - chargeKWh) / Self.efficiency)
    }
    // From 0, for -0 is no power.
    return 0
      - min(asked, max(chargeKWh - Self.reserveShare * capacityKWh, 0) * Self.efficiency)
  }

  /// Lives a step.
  ///
  /// - Returns: what it took, or gave (negative), kWh.
  mutating func step(
    netKWh: Double, hours: Double, mayGive: Bool, from start: SimTime
  ) -> Double {
    let flow = flowKWh(netKWh: netKWh, hours: hours, mayGive: mayGive, step: start)
    if flow > 0 {
      takenKWh += flow
      chargeKWh = min(chargeKWh + flow * Self.efficiency, capacityKWh)
    } else {
      givenKWh -= flow
      chargeKWh = max(chargeKWh + flow / Self.efficiency, 0)
    }
    if flow != 0 {
      let lost = min(Self.runningW / 1_000 * hours, chargeKWh)
      lostKWh += lost
      chargeKWh -= lost
    }
    return flow
  }
}
