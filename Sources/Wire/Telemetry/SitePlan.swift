/// What a home tells its pipeline at commissioning: never noise, habits or seeds.
public struct SitePlan: Hashable, Sendable {
  public struct Room: Hashable, Sendable {
    public var index: RoomIndex
    public var kind: RoomKind
    /// Unique in the home, such as `bedroom_2`.
    public var name: String
    public var areaM2: Double

    public init(index: RoomIndex, kind: RoomKind, name: String, areaM2: Double) {
      self.index = index
      self.kind = kind
      self.name = name
      self.areaM2 = areaM2
    }
  }

  /// A channel as the data sheet describes it.
  public struct ChannelSheet: Hashable, Sendable {
    public var channel: Channel
    /// Native period in seconds; 0 for event-driven channels.
    public var periodSeconds: UInt16
    public var resolution: Double
    /// Standard deviation of the sum of all errors, as the data sheet states it.
    public var accuracySD: Double
    /// Time in which the output covers 63 % of a step, seconds; 0 where it follows at once.
    public var responseSeconds: Double
    public var rangeMin: Double
    public var rangeMax: Double

    public init(
      channel: Channel, periodSeconds: UInt16, resolution: Double, accuracySD: Double,
      responseSeconds: Double = 0, rangeMin: Double, rangeMax: Double
    ) {
      self.channel = channel
      self.periodSeconds = periodSeconds
      self.resolution = resolution
      self.accuracySD = accuracySD
      self.responseSeconds = responseSeconds
      self.rangeMin = rangeMin
      self.rangeMax = rangeMax
    }
  }

  public struct Device: Hashable, Sendable {
    public var index: DeviceIndex
    public var kind: DeviceKind
    /// Unique in the home, such as `hygrometer_003`.
    public var name: String
    public var manufacturer: String
    public var model: String
    public var firmware: String
    /// The room as the installer believed.
    public var room: RoomIndex
    /// What a plug feeds or a contact watches, in plain words; empty otherwise.
    public var label: String
    public var isMainsPowered: Bool
    public var channels: [ChannelSheet]

    public init(
      index: DeviceIndex, kind: DeviceKind, name: String, manufacturer: String, model: String,
      firmware: String, room: RoomIndex, label: String, isMainsPowered: Bool,
      channels: [ChannelSheet]
    ) {
      self.index = index
      self.kind = kind
      self.name = name
      self.manufacturer = manufacturer
      self.model = model
      self.firmware = firmware
      self.room = room
      self.label = label
      self.isMainsPowered = isMainsPowered
      self.channels = channels
    }
  }

  public struct Resident: Hashable, Sendable {
    public var index: ResidentIndex
    public var name: String
    /// The heating and cooling set points they asked the installer for, °C.
    public var heatingSetpointC: Double
    public var coolingSetpointC: Double

    public init(
      index: ResidentIndex, name: String, heatingSetpointC: Double, coolingSetpointC: Double
    ) {
      self.index = index
      self.name = name
      self.heatingSetpointC = heatingSetpointC
      self.coolingSetpointC = coolingSetpointC
    }
  }

  /// Two rooms joined by a door.
  public struct Doorway: Hashable, Sendable {
    public var a: RoomIndex
    public var b: RoomIndex
    public init(_ a: RoomIndex, _ b: RoomIndex) {
      self.a = a
      self.b = b
    }
  }

  public var home: HomeID
  public var street: String
  /// POSIX TZ text, such as `CST6CDT,M3.2.0,M11.1.0`.
  public var zoneRule: String
  public var latitudeDegrees: Double
  public var longitudeDegrees: Double
  public var floorAreaM2: Double
  public var rooms: [Room]
  public var doorways: [Doorway]
  public var devices: [Device]
  public var residents: [Resident]

  public init(
    home: HomeID, street: String, zoneRule: String, latitudeDegrees: Double,
    longitudeDegrees: Double, floorAreaM2: Double, rooms: [Room], doorways: [Doorway],
    devices: [Device], residents: [Resident]
  ) {
    self.home = home
    self.street = street
    self.zoneRule = zoneRule
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
    self.floorAreaM2 = floorAreaM2
    self.rooms = rooms
    self.doorways = doorways
    self.devices = devices
    self.residents = residents
  }
}
