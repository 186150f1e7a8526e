public import Clockwork
public import Quantities

/// A checked world file: a place and the mixture of homes that stand there.
public struct WorldDescription: Hashable, Sendable {
  public var name: String
  public var why: String
  /// Where the figures come from.
  public var sources: [String]
  /// What the world does not claim.
  public var limits: [String]
  /// The name of a file in `Worlds/climates`, without its extension.
  public var climate: String
  public var dwellings: [Dwelling]
  public var solar: Solar
  public var battery: Battery
  public var vehicles: Vehicles
  public var households: [Household]
  public var network: Network
  /// Mains voltage, V.
  public var voltageV: Double
  public var tariff: Tariff
  /// kg of CO2 a kWh of electricity.
  public var carbonIntensityKgPerKWh: Double
  public var carbonWave: CarbonWave
  /// nil where nobody follows the air in homes.
  public var air: Air?
  public var setpoints: Setpoints
  public var devices: Devices

  /// A kind of dwelling and how many of the homes are of it.
  public struct Dwelling: Hashable, Sendable {
    public var share: Ratio
    /// Of a file in `Worlds/dwellings`, or the path of one's own.
    public var archetype: String
    public var hvac: Hvac
    public var hasCooling: Bool
    public var water: Water
  }

  /// What heats it.
  public enum Hvac: String, Choice {
    case furnace
    case heatPump = "heat-pump"
    case boiler

    public var meaning: String {
      switch self {
      case .furnace: "a gas furnace; its fan is electric"
      case .heatPump: "an electric heat pump"
      case .boiler: "a condensing gas boiler with radiators and their valves"
      }
    }
  }

  /// What heats its water.
  public enum Water: String, Choice {
    case gasTank = "gas-tank"
    case electricTank = "electric-tank"
    case heatPumpTank = "heat-pump-tank"
    case instantGas = "instant-gas"
    case electricShower = "electric-shower"
    case none = "none"

    public var meaning: String {
      switch self {
      case .gasTank: "a storage tank over a gas burner"
      case .electricTank: "a storage tank with two resistance elements"
      case .heatPumpTank: "a storage tank with a heat pump that draws on the room"
      case .instantGas:
        "no tank; gas heats it as it is drawn, in the boiler where one heats the rooms (a combi)"
      case .electricShower: "no tank; the shower heats its own water"
      case .none: "hot water from elsewhere, which is no load of the home"
      }
    }
  }

  /// Modules on roofs.
  public struct Solar: Hashable, Sendable {
    /// Of the homes with a roof of their own.
    public var share: Ratio
    /// Of the arrays' ratings.
    public var median: Watts
  }

  /// Batteries behind the meters of homes with modules.
  public struct Battery: Hashable, Sendable {
    /// Of the homes with modules on the roof.
    public var share: Ratio
    /// Usable, kWh.
    public var capacityKWh: Double
    /// Most that it takes or gives.
    public var power: Watts
    public var dispatch: Dispatch

    /// When it gives what it holds.
    public enum Dispatch: String, Choice {
      case selfConsumption = "self-consumption"
      case timeOfUse = "time-of-use"

      public var meaning: String {
        switch self {
        case .selfConsumption: "whenever the home draws from the grid"
        case .timeOfUse: "in hours whose price is above the day's mean"
        }
      }
    }
  }

  /// What the air outdoors carries.
  public struct Air: Hashable, Sendable {
    /// Median of days, PM2.5, µg/m³.
    public var particlesUgM3: Double
    /// Deviation of its logarithm.
    public var spread: Ratio

    /// Where homes have monitors of it and the world says nothing: what `air` is filled with.
    static let usual = Air(particlesUgM3: 8, spread: Ratio(0.5))
  }

  /// Electric cars that are charged at home.
  public struct Vehicles: Hashable, Sendable {
    /// Of the homes.
    public var share: Ratio
    /// Of the charger.
    public var charger: Watts
  }

  /// A kind of household and how many of the homes have it.
  public struct Household: Hashable, Sendable {
    public var share: Ratio
    public var type: HouseholdType
  }

  /// Who lives together.
  public enum HouseholdType: String, Choice {
    case single, couple, family, pensioners
    case shiftWorker = "shift-worker"
    case flatShare = "flat-share"

    public var meaning: String {
      switch self {
      case .single: "one adult who goes out to work"
      case .couple: "two adults who go out to work"
      case .family: "two adults and children"
      case .pensioners: "one or two people who are mostly at home"
      case .shiftWorker: "one or two adults, one of whom works evenings, nights or in turns"
      case .flatShare: "two or three young adults with lives of their own"
      }
    }
  }

  /// The radio links between devices and gateway, and the gateway's own link.
  public struct Network: Hashable, Sendable {
    /// Of a low-power device.
    public var transmitPower: DecibelMilliwatts
    /// dB, between links of equal distance and walls.
    public var shadowingDeviationDB: Double
    /// dB, over time and channel.
    public var rssiDeviationDB: Double
    /// IEEE 802.15.4 channel of all homes; nil where each has its own.
    public var channel: Int?
    /// How busy Wi-Fi is, 1 as in the measured office.
    public var wifiLoad: Ratio
    /// Gilbert-Elliott: share of packets lost in the good and in the bad state.
    public var goodLoss: Ratio
    public var badLoss: Ratio
    /// Gilbert-Elliott: probability a packet of going from one state to the other; into the bad one
    /// for a weak link all under busy Wi-Fi.
    public var goodToBad: Ratio
    public var badToGood: Ratio
    public var latencyMean: SimDuration
    public var latencyDeviation: SimDuration
    /// Share of messages that arrive twice.
    public var duplicate: Ratio
    /// How many messages a gateway holds while it reaches nobody.
    public var gatewayQueueCapacity: Int
    /// nil for a line that is never down by itself.
    public var outages: Outages?

    /// How often a home's line to the internet is down, and for how long.
    public struct Outages: Hashable, Sendable {
      public var ratePerDay: Double
      public var median: SimDuration
      public var spread: Double
      public var sharedShare: Ratio
    }
  }

  /// What electricity costs.
  public struct Tariff: Hashable, Sendable {
    /// 0 where a file has the prices.
    public var pricePerKWh: Double
    /// A table of hourly prices, as it is written.
    public var file: String?
    /// ISO 4217.
    public var currency: String
    /// Hours with prices of their own; the first that holds counts.
    public var periods: [Period]
    public var market: Market

    /// Season, days and hours with a price of their own.
    public struct Period: Hashable, Sendable {
      public var pricePerKWh: Double
      public var fromMonth: Int
      public var toMonth: Int
      public var days: Days
      public var fromHour: Int
      public var toHour: Int
    }

    /// Days of the week.
    public enum Days: String, Choice {
      case all, weekdays, weekends

      public var meaning: String {
        switch self {
        case .all: "every day"
        case .weekdays: "Monday to Friday, but not on federal holidays"
        case .weekends: "Saturday, Sunday and federal holidays"
        }
      }
    }

    /// How the price moves from hour to hour.
    public struct Market: Hashable, Sendable {
      public var swing: Ratio
      public var noise: Ratio
      public var peakHour: Int
    }
  }

  /// How the carbon intensity moves over the day.
  public struct CarbonWave: Hashable, Sendable {
    public var swing: Ratio
    public var lowestHour: Int
  }

  /// Set points from which the residents' own wishes are drawn.
  public struct Setpoints: Hashable, Sendable {
    public var heating: Celsius
    public var cooling: Celsius
    /// nil where every thermostat stays where it was set.
    public var night: Night?
  }

  /// Thermostats with a programme of their own.
  public struct Night: Hashable, Sendable {
    /// Of the homes.
    public var share: Ratio
    public var setback: Kelvins
    /// Whole hours of the clock on the wall.
    public var fromHour: Int
    public var untilHour: Int
  }

  /// How good the installed devices are, against their data sheets.
  public struct Devices: Hashable, Sendable {
    public var noiseScale: Double
    public var biasScale: Double
    /// Which models homes own; of kinds that are not named, the catalogue's standard model.
    public var models: [ModelShare]
    /// Of homes that have some.
    public var leakSensorShare: Ratio
    public var smokeAlarmShare: Ratio
    public var airMonitorShare = Ratio(0)
    public var soundMeterShare = Ratio(0)
  }

  /// A model of the catalogue and the share of homes that own it.
  public struct ModelShare: Hashable, Sendable {
    public var model: String
    public var share: Ratio
  }
}
