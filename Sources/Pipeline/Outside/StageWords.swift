public import Clockwork
public import Telemetry

/// What a resident has said, with what the pipeline knows of the home at that moment.
public struct StageWords: Sendable {
  public var id: MessageID
  public var arrival: SimTime
  public var utterance: Utterance
  public var view: StageView

  public init(id: MessageID, arrival: SimTime, utterance: Utterance, view: StageView) {
    self.id = id
    self.arrival = arrival
    self.utterance = utterance
    self.view = view
  }
}

/// A home as the pipeline believes it to be.
public struct StageView: Sendable {
  public struct Room: Sendable {
    public var room: RoomIndex
    /// nil where nothing is known.
    public var temperatureC: Double?
    public var relativeHumidity: Double?
    public var co2PPM: Double?
    public var isWindowOpen: Bool

    public init(
      room: RoomIndex, temperatureC: Double?, relativeHumidity: Double?, co2PPM: Double?,
      isWindowOpen: Bool
    ) {
      self.room = room
      self.temperatureC = temperatureC
      self.relativeHumidity = relativeHumidity
      self.co2PPM = co2PPM
      self.isWindowOpen = isWindowOpen
    }
  }

  public var rooms: [Room]
  public var heatingSetpointC: Double
  public var coolingSetpointC: Double
  /// Whether the plant cooled when it last ran.
  public var isCooling: Bool
  public var energyTodayKWh: Double?

  public init(
    rooms: [Room], heatingSetpointC: Double, coolingSetpointC: Double, isCooling: Bool,
    energyTodayKWh: Double?
  ) {
    self.rooms = rooms
    self.heatingSetpointC = heatingSetpointC
    self.coolingSetpointC = coolingSetpointC
    self.isCooling = isCooling
    self.energyTodayKWh = energyTodayKWh
  }
}

/// What a program makes of words.
public struct StageReply: Sendable {
  /// An order to a device.
  public struct Act: Hashable, Sendable {
    public var device: DeviceIndex
    public var action: CommandAction
    public var value: Double
  }

  /// nil for a refusal.
  public var intent: Intent?
  public var confidence: Double
  public var text: String
  public var acts: [Act]
}

// MARK: As lines

extension StageWords {
  var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      JSONMember("type", .string("utterance")),
      JSONMember("home", .integer(Int64(id.home.rawValue))),
      JSONMember("device", .integer(Int64(id.device.rawValue))),
      JSONMember("sequence", .integer(Int64(id.sequence))),
      JSONMember("arrival_us", .integer(arrival.microseconds)),
      JSONMember("resident", .integer(Int64(utterance.resident.rawValue))),
      JSONMember("room", .integer(Int64(utterance.room.rawValue))),
      JSONMember("text", .string(utterance.text)),
      JSONMember("heating_setpoint_c", .number(view.heatingSetpointC)),
      JSONMember("cooling_setpoint_c", .number(view.coolingSetpointC)),
      JSONMember("is_cooling", .bool(view.isCooling)),
      JSONMember("energy_today_kwh", number(view.energyTodayKWh)),
      JSONMember(
        "rooms",
        .array(
          view.rooms.map { room in
            .object([
              JSONMember("room", .integer(Int64(room.room.rawValue))),
              JSONMember("temperature_c", number(room.temperatureC)),
              JSONMember("relative_humidity_ratio", number(room.relativeHumidity)),
              JSONMember("co2_ppm", number(room.co2PPM)),
              JSONMember("is_window_open", .bool(room.isWindowOpen)),
            ])
          })),
    ])
  }
}
