public import Clockwork
import Quantities

/// What a home has beside the appliances that every home has, all of which runs by itself, and how
/// old its lamps and its blower are.
public struct ApplianceOwnership: Hashable, Sendable {
  public var hasSecondRefrigerator: Bool
  public var hasFreezer: Bool
  /// Of everything that is never switched off, W.
  public var electronicsW: Double
  /// Of its lamps, lm/W.
  public var lampEfficacy: Double
  /// Power of its plant's blower against the usual one's.
  public var blowerFactor: Double
  /// Power of its main television against the usual one's.
  public var televisionFactor: Double
  /// Screens beside it and the one at the desk.
  public var moreScreenCount: Int

  /// Nothing more, LED lamps and the usual blower.
  public static let none = ApplianceOwnership(
    hasSecondRefrigerator: false, hasFreezer: false, electronicsW: 0, lampEfficacy: Self.led,
    blowerFactor: 1, televisionFactor: 1, moreScreenCount: 0)

  public init(
    hasSecondRefrigerator: Bool, hasFreezer: Bool, electronicsW: Double, lampEfficacy: Double,
    blowerFactor: Double, televisionFactor: Double, moreScreenCount: Int
  ) {
    self.hasSecondRefrigerator = hasSecondRefrigerator
    self.hasFreezer = hasFreezer
    self.electronicsW = electronicsW
    self.lampEfficacy = lampEfficacy
    self.blowerFactor = blowerFactor
    self.televisionFactor = televisionFactor
    self.moreScreenCount = moreScreenCount
  }

  /// Of American homes 30 % have a second refrigerator (EIA RECS 2015), a third a freezer of its
  /// own (assumed 0.25 to 0.4), both in houses rather than flats (shares assumed, within 0.1).
  private static let share = (house: 0.36, flat: 0.06)
  /// Standby takes 9 to 16 % of 3,640 to 4,120 kWh a year in English homes (Zimmermann and others,
  /// *Household Electricity Survey*, Intertek R66141, 2012), 37 to 75 W, of which the standby of
  /// the appliances and the router, counted apart, is some 20 W. Californian homes have more, 148 W
  /// (Delforge and others, *Home Idle Load*, NRDC 2015). The spread is assumed, 0.4 to 0.8.
  private static let medianW = 30.0
  private static let spread = 0.6
  /// LED, a mix, and incandescent and halogen lamps, lm/W (typical values of the DOE's lamp
  /// comparisons).
  private static let led = 100.0
  private static let mixed = 45.0
  private static let incandescent = 18.0
  /// Nearly half of American homes have LED lamps for all or most of their light, 15 % incandescent
  /// and halogen ones (EIA RECS 2020; the second share is assumed within 0.05).
  private static let ledShare = 0.48
  private static let incandescentShare = 0.15

  /// Blowers with brushless motors, which the DOE has asked for since 2019, take 46 % less (79 FR
  /// 38130, 2014); the share of homes that have one is assumed, 0.3 to 0.6.
  private static let efficientBlower = (share: 0.55, factor: 0.54)

  /// Most-used televisions by display, of 114.9 million: LED 40.0, plasma 16.8, all others between
  /// (EIA RECS 2015, table HC4.4); 65, 220 and 110 W with what is switched on with them are
  /// assumed, 40-90, 150-300 and 80-150 W.
  private static let ledTelevision = (share: 0.35, factor: 0.6)
  private static let plasmaTelevision = (share: 0.15, factor: 2.0)
  /// Of 118.2 million homes 39.2 use two televisions, 26.5 three, 19.3 more (same table): each one
  /// beyond the first is a screen more. Computers beside the one at the desk hang on people, not on
  /// homes, and are no appliances of their own here.
  private static let screenShares = [0.28, 0.33, 0.22, 0.17]

  /// What one home has; each by its own draw.
  public init(_ key: RandomKey, in archetype: Archetype) {
    let share = archetype.isFlat ? Self.share.flat : Self.share.house
    let (refrigerator, freezer) = key.uniforms(0)
    hasSecondRefrigerator = refrigerator < share
    hasFreezer = freezer < share
    let z = min(2, max(-2, key.gaussian(1)))
    electronicsW = Self.medianW * Elementary.exp(Self.spread * z)
    let (lamps, blower) = key.uniforms(2)
    blowerFactor = blower < Self.efficientBlower.share ? Self.efficientBlower.factor : 1
    let (display, screens) = key.uniforms(7)
    televisionFactor =
      display < Self.ledTelevision.share
      ? Self.ledTelevision.factor
      : display < 1 - Self.plasmaTelevision.share ? 1 : Self.plasmaTelevision.factor
    var (count, reached) = (0, Self.screenShares[0])
    while screens >= reached, count + 1 < Self.screenShares.count {
      count += 1
      reached += Self.screenShares[count]
    }
    moreScreenCount = count
    lampEfficacy =
      lamps < Self.ledShare
      ? Self.led : lamps < 1 - Self.incandescentShare ? Self.mixed : Self.incandescent
  }

  /// The second refrigerator and the freezer stand behind the front door, for no plan has a cellar;
  /// electronics in the living room, further screens in turns in the bedroom and there.
  func appliances(hall: Int, living: Int, bedroom: Int) -> [DwellingPlan.Appliance] {
    var result: [DwellingPlan.Appliance] = []
    if hasSecondRefrigerator { result.append(.init(.fridgeFreezer, room: hall)) }
    if hasFreezer { result.append(.init(.freezer, room: hall)) }
    if electronicsW > 0 { result.append(.init(.electronics, room: living, ownW: electronicsW)) }
    for number in 0..<moreScreenCount {
      result.append(.init(.computer, room: number % 2 == 0 ? bedroom : living))
    }
    return result
  }
}
