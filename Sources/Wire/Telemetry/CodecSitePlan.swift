/// The binary form of a site plan.
extension MessageCodec {
  static func appendPlan(_ plan: SitePlan, to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(plan.home.rawValue)
    bytes.appendText(plan.street)
    bytes.appendText(plan.zoneRule)
    bytes.appendDouble(plan.latitudeDegrees)
    bytes.appendDouble(plan.longitudeDegrees)
    bytes.appendDouble(plan.floorAreaM2)
    bytes.appendCount(plan.rooms.count)
    for room in plan.rooms {
      bytes.append(room.index.rawValue)
      bytes.append(room.kind.rawValue)
      bytes.appendText(room.name)
      bytes.appendDouble(room.areaM2)
    }
    bytes.appendCount(plan.doorways.count)
    for doorway in plan.doorways {
      bytes.append(doorway.a.rawValue)
      bytes.append(doorway.b.rawValue)
    }
    bytes.appendCount(plan.devices.count)
    for device in plan.devices { appendDevice(device, to: &bytes) }
    bytes.appendCount(plan.residents.count)
    for resident in plan.residents {
      bytes.append(resident.index.rawValue)
      bytes.appendText(resident.name)
      bytes.appendDouble(resident.heatingSetpointC)
      bytes.appendDouble(resident.coolingSetpointC)
    }
  }

  private static func appendDevice(_ device: SitePlan.Device, to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(device.index.rawValue)
    bytes.append(device.kind.rawValue)
    bytes.appendText(device.name)
    bytes.appendText(device.manufacturer)
    bytes.appendText(device.model)
    bytes.appendText(device.firmware)
    bytes.append(device.room.rawValue)
    bytes.appendText(device.label)
    bytes.append(device.isMainsPowered ? 1 : 0)
    bytes.appendCount(device.channels.count)
    for sheet in device.channels {
      bytes.append(sheet.channel.rawValue)
      bytes.appendLittleEndian(sheet.periodSeconds)
      bytes.appendDouble(sheet.resolution)
      bytes.appendDouble(sheet.accuracySD)
      bytes.appendDouble(sheet.responseSeconds)
      bytes.appendDouble(sheet.rangeMin)
      bytes.appendDouble(sheet.rangeMax)
    }
  }

  static func readPlan(from reader: inout CodecReader) throws(RejectReason) -> SitePlan {
    let home = HomeID(try reader.integer())
    let street = try reader.text()
    let zoneRule = try reader.text()
    let latitude = try reader.double()
    let longitude = try reader.double()
    let floorArea = try reader.double()
    let rooms = try reader.list(elementSize: 11) { (r) throws(RejectReason) in
      let index = RoomIndex(Int(try r.integer(UInt8.self)))
      guard let kind = RoomKind(rawValue: try r.integer()) else { throw .badValue }
      return SitePlan.Room(
        index: index, kind: kind, name: try r.text(), areaM2: try r.double())
    }
    let doorways = try reader.list(elementSize: 2) { (r) throws(RejectReason) in
      SitePlan.Doorway(
        RoomIndex(Int(try r.integer(UInt8.self))), RoomIndex(Int(try r.integer(UInt8.self))))
    }
    let devices = try reader.list(elementSize: 11) { (r) throws(RejectReason) in
      try readDevice(from: &r)
    }
    let residents = try reader.list(elementSize: 18) { (r) throws(RejectReason) in
      SitePlan.Resident(
        index: ResidentIndex(Int(try r.integer(UInt8.self))), name: try r.text(),
        heatingSetpointC: try r.double(), coolingSetpointC: try r.double())
    }
    return SitePlan(
      home: home, street: street, zoneRule: zoneRule, latitudeDegrees: latitude,
      longitudeDegrees: longitude, floorAreaM2: floorArea, rooms: rooms, doorways: doorways,
      devices: devices, residents: residents)
  }

  private static func readDevice(
    from reader: inout CodecReader
  ) throws(RejectReason) -> SitePlan.Device {
    let index = DeviceIndex(Int(try reader.integer(UInt16.self)))
    guard let kind = DeviceKind(rawValue: try reader.integer()) else { throw .badValue }
    let name = try reader.text()
    let manufacturer = try reader.text()
    let model = try reader.text()
    let firmware = try reader.text()
    let room = RoomIndex(Int(try reader.integer(UInt8.self)))
    let label = try reader.text()
    let isMainsPowered = try reader.flag()
    let channels = try reader.list(elementSize: 43) { (r) throws(RejectReason) in
      guard let channel = Channel(rawValue: try r.integer()) else { throw .unknownChannel }
      return SitePlan.ChannelSheet(
        channel: channel, periodSeconds: try r.integer(), resolution: try r.double(),
        accuracySD: try r.double(), responseSeconds: try r.double(), rangeMin: try r.double(),
        rangeMax: try r.double())
    }
    return SitePlan.Device(
      index: index, kind: kind, name: name, manufacturer: manufacturer, model: model,
      firmware: firmware, room: room, label: label, isMainsPowered: isMainsPowered,
      channels: channels)
  }
}
