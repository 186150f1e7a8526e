/// The JSON form of a site plan.
extension SitePlan {
  /// The plan as an object whose member names carry their units.
  public var jsonValue: JSONValue {
    .object([
      JSONMember("home", .integer(Int64(home.rawValue))),
      JSONMember("street", .string(street)),
      JSONMember("timezone", .string(zoneRule)),
      JSONMember("latitude_deg", .number(latitudeDegrees)),
      JSONMember("longitude_deg", .number(longitudeDegrees)),
      JSONMember("floor_area_m2", .number(floorAreaM2)),
      JSONMember("rooms", .array(rooms.map(Self.json(room:)))),
      JSONMember("doorways", .array(doorways.map(Self.json(doorway:)))),
      JSONMember("devices", .array(devices.map(Self.json(device:)))),
      JSONMember("residents", .array(residents.map(Self.json(resident:)))),
    ])
  }

  private static func json(room: Room) -> JSONValue {
    .object([
      JSONMember("index", .integer(Int64(room.index.rawValue))),
      JSONMember("type", .string(room.kind.name)),
      JSONMember("name", .string(room.name)),
      JSONMember("area_m2", .number(room.areaM2)),
    ])
  }

  private static func json(doorway: Doorway) -> JSONValue {
    .object([
      JSONMember("a", .integer(Int64(doorway.a.rawValue))),
      JSONMember("b", .integer(Int64(doorway.b.rawValue))),
    ])
  }

  private static func json(device: Device) -> JSONValue {
    .object([
      JSONMember("index", .integer(Int64(device.index.rawValue))),
      JSONMember("device_type", .string(device.kind.name)),
      JSONMember("device_id", .string(device.name)),
      JSONMember("manufacturer", .string(device.manufacturer)),
      JSONMember("model", .string(device.model)),
      JSONMember("firmware_version", .string(device.firmware)),
      JSONMember("room", .integer(Int64(device.room.rawValue))),
      JSONMember("label", .string(device.label)),
      JSONMember("is_mains_powered", .bool(device.isMainsPowered)),
      JSONMember("channels", .array(device.channels.map(json(sheet:)))),
    ])
  }

  private static func json(sheet: ChannelSheet) -> JSONValue {
    .object([
      JSONMember("sensor_type", .string(sheet.channel.name)),
      JSONMember("period_s", .integer(Int64(sheet.periodSeconds))),
      JSONMember("resolution", .number(sheet.resolution)),
      JSONMember("accuracy_sd", .number(sheet.accuracySD)),
      JSONMember("response_s", .number(sheet.responseSeconds)),
      JSONMember("range_min", .number(sheet.rangeMin)),
      JSONMember("range_max", .number(sheet.rangeMax)),
    ])
  }

  private static func json(resident: Resident) -> JSONValue {
    .object([
      JSONMember("index", .integer(Int64(resident.index.rawValue))),
      JSONMember("name", .string(resident.name)),
      JSONMember("heating_setpoint_c", .number(resident.heatingSetpointC)),
      JSONMember("cooling_setpoint_c", .number(resident.coolingSetpointC)),
    ])
  }

  init(json fields: JSONFields) throws(JSONMessageError) {
    self.init(
      home: HomeID(try fields.integer("home")), street: try fields.text("street"),
      zoneRule: try fields.text("timezone"), latitudeDegrees: try fields.number("latitude_deg"),
      longitudeDegrees: try fields.number("longitude_deg"),
      floorAreaM2: try fields.number("floor_area_m2"),
      rooms: try fields.objects("rooms", Self.room),
      doorways: try fields.objects("doorways", Self.doorway),
      devices: try fields.objects("devices", Self.device),
      residents: try fields.objects("residents", Self.resident))
  }

  private static func room(_ fields: JSONFields) throws(JSONMessageError) -> Room {
    let kindName = try fields.text("type")
    guard let kind = RoomKind.allCases.first(where: { $0.name == kindName }) else {
      throw fields.mismatch("type", .string(kindName), "a kind of room")
    }
    return Room(
      index: RoomIndex(Int(try fields.integer("index", as: UInt8.self))), kind: kind,
      name: try fields.text("name"), areaM2: try fields.number("area_m2"))
  }

  private static func doorway(_ fields: JSONFields) throws(JSONMessageError) -> Doorway {
    Doorway(
      RoomIndex(Int(try fields.integer("a", as: UInt8.self))),
      RoomIndex(Int(try fields.integer("b", as: UInt8.self))))
  }

  private static func device(_ fields: JSONFields) throws(JSONMessageError) -> Device {
    let kindName = try fields.text("device_type")
    guard let kind = DeviceKind.allCases.first(where: { $0.name == kindName }) else {
      throw fields.mismatch("device_type", .string(kindName), "a kind of device")
    }
    return Device(
      index: DeviceIndex(Int(try fields.integer("index", as: UInt16.self))), kind: kind,
      name: try fields.text("device_id"), manufacturer: try fields.text("manufacturer"),
      model: try fields.text("model"), firmware: try fields.text("firmware_version"),
      room: RoomIndex(Int(try fields.integer("room", as: UInt8.self))),
      label: try fields.text("label"), isMainsPowered: try fields.flag("is_mains_powered"),
      channels: try fields.objects("channels", sheet))
  }

  private static func sheet(_ fields: JSONFields) throws(JSONMessageError) -> ChannelSheet {
    let name = try fields.text("sensor_type")
    guard let channel = Channel.allCases.first(where: { $0.name == name }) else {
      throw fields.mismatch("sensor_type", .string(name), "a sensor type")
    }
    return ChannelSheet(
      channel: channel, periodSeconds: try fields.integer("period_s"),
      resolution: try fields.number("resolution"), accuracySD: try fields.number("accuracy_sd"),
      responseSeconds: try fields.number("response_s"),
      rangeMin: try fields.number("range_min"), rangeMax: try fields.number("range_max"))
  }

  private static func resident(_ fields: JSONFields) throws(JSONMessageError) -> Resident {
    Resident(
      index: ResidentIndex(Int(try fields.integer("index", as: UInt8.self))),
      name: try fields.text("name"),
      heatingSetpointC: try fields.number("heating_setpoint_c"),
      coolingSetpointC: try fields.number("cooling_setpoint_c"))
  }
}
