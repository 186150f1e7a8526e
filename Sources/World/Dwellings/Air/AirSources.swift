import Quantities

/// What puts fine particles, organic vapours and sound into rooms.
enum AirSources {
  // MARK: Fine particles

  /// Emission while an appliance runs, mg/min of PM2.5, and of what (He and others, *Atmospheric
  /// Environment* 38 (2004), 3405-3415: electric stove 0.11, frying 2.68, toasting 0.11, oven,
  /// kettle and microwave 0.03, vacuuming and hair dryer 0.07); nil for none. Of the time at a hob
  /// a quarter is frying: assumed, 0-0.5.
  static func particlesMgMin(_ kind: ApplianceKind) -> (kind: ParticleKind, rate: Double)? {
    switch kind {
    case .hob: (.cooking, 0.75)
    case .toaster: (.cooking, 0.11)
    case .vacuumCleaner, .hairDryer: (.dust, 0.07)
    case .oven, .kettle, .microwave: (.cooking, 0.03)
    default: nil
    }
  }

  /// How much a meal at the hob gives against the mean meal: lognormal with a mean of 1; deviation
  /// of the logarithm 0.7: assumed, 0.5-1.
  ///
  /// - Parameter deviate: standard normal.
  static func fryingFactor(deviate: Double) -> Double {
    let spread = 0.7
    return Elementary.exp(spread * deviate - spread * spread / 2)
  }

  /// Sweeping and the like, mg/min a person (He and others 2004: 0.05).
  static let choresParticlesMgMin = 0.05

  // MARK: Organic vapours

  /// Of one person at rest, who breathes out 0.29 L/min of carbon dioxide, mg/h (Tang and others,
  /// *Environ. Sci. Technol.* 50 (2016), 12686-12694: 6.3). Others follow their carbon dioxide.
  static let personMgHour = 6.3
  static let personCO2LMin = 0.29
  /// Of building and furniture, mg/(m² h): assumed, 0.02-0.2.
  static let buildingMgM2Hour = 0.06
  /// Of a pan or a meal in the oven, mg/min: assumed, 0.5-10.
  static let cookingMgMin = 2.0
  /// Of somebody who cleans, mg/min: assumed, 0.5-10.
  static let choresMgMin = 2.0
  /// Outdoors, µg/m³: assumed, 10-60.
  static let outdoorVapoursUgM3 = 30.0

  // MARK: Sound

  /// A-weighted sound power, dB re 1 pW: washing machines, dryers, dishwashers, vacuum cleaners and
  /// the compressors of refrigerators as EU labels have them (regulations 2019/2014, 392/2012,
  /// 2019/2017, 665/2013 and 2019/2016), a speaking voice of 60 dB at a metre (ISO 9921:2003); the
  /// others assumed within 6 dB.
  static func soundPowerDB(_ kind: ApplianceKind) -> Double? {
    switch kind {
    case .vacuumCleaner: 77
    case .hairDryer: 82
    case .washingMachine: 62
    case .tumbleDryer: 65
    case .dishwasher: 46
    case .television: 68
    case .hob: 58
    case .kettle: 65
    case .microwave: 56
    case .shower, .electricShower: 70
    case .computer: 38
    case .fridgeFreezer: 39
    case .freezer: 40
    case .oven: 48
    case .toaster, .iron, .router, .lamp, .electronics: nil
    }
  }

  static let voiceDB = 68.0
  /// Of each two who are awake in a room one speaks half of the time: assumed, 0.1-0.6.
  static let talkShare = 0.5
  /// One who is awake and moves about: assumed, 40-55.
  static let presenceDB = 46.0
  /// Of a quiet room where nothing else is known: WHO's guideline for bedrooms (1999).
  static let backgroundDB = 30.0
  /// Of a condensing boiler or a heater of tap water that burns: assumed, 45-55 (labels by EU
  /// 811/2013 and 812/2013).
  static let burnerDB = 50.0
  /// What a blower's ducts make of each room, dB(A): 35 is what ASHRAE asks for in dwellings (*HVAC
  /// Applications* 2019, chapter 49); assumed, 28-42.
  static let ductDB = 35.0
  /// Before the windows while the compressor of an air conditioner or heat pump runs, dB(A): a
  /// sound power of 68 dB (EU 206/2012: at most 70 up to 12 kW) on the ground 4 m away; assumed,
  /// 40-56.
  static let outdoorUnitDB = 48.0
  /// Between street and room with windows shut: assumed, 24-35.
  static let shutWindowDB = 28.0
  /// The same with an open one: 10-15 (WHO, *Night Noise Guidelines for Europe*, 2009).
  static let openWindowDB = 12.0
  /// By how much a street is louder than its mean at ``loudestHour`` and quieter twelve hours away:
  /// assumed, 3-6. Night levels lie some 8 to 10 dB below the day's.
  static let streetWaveDB = 4.5
  /// Local mean time, h: assumed, 13-17.
  static let loudestHour = 15.0

  /// A street's level at an hour of the local mean time, dB(A).
  static func streetDB(_ meanDB: Double, hour: Double) -> Double {
    meanDB + streetWaveDB * Elementary.cos(2 * .pi * (hour - loudestHour) / 24)
  }
  /// A furnished room's reverberation, s: the reference of ISO 10052.
  static let reverberationSeconds = 0.5
  /// Between two rooms with an open door and a closed one: assumed, 6-15 and 20-30.
  static let openDoorDB = 10.0
  static let closedDoorDB = 25.0
}
