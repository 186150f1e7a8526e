internal import ScenarioFiles
internal import Telemetry

/// The homes, rooms and devices that truth tables name, numbered as they come.
struct TruthSite {
  struct Home {
    var name: String
    var rooms: [String] = []
    var devices: [(name: String, room: RoomIndex, channels: [Channel])] = []
    var subjects: [Frame.Subject] = []
    var roomPlaces: [String: Int] = [:]
    var devicePlaces: [String: Int] = [:]
    var subjectPlaces: [Frame.Subject: Int] = [:]
  }

  private(set) var homes: [Home] = []
  /// Whether a table said what devices there are; then others are mistakes.
  private(set) var isClosed = false
  private var places: [String: Int] = [:]

  mutating func add(home name: String, _ cells: RowParser) throws(Refusal) {
    guard places[name] == nil else { throw cells.malformed(0, "each home once") }
    places[name] = homes.count
    homes.append(Home(name: name))
  }

  func home(_ cells: RowParser, _ column: Int) throws(Refusal) -> Int {
    let name = try cells.text(column)
    if let home = places[name] { return home }
    throw cells.malformed(column, "a home of the table homes" + near(name, homes.map(\.name)))
  }

  mutating func room(_ cells: RowParser, _ column: Int, of home: Int) throws(Refusal)
    -> RoomIndex
  {
    let name = try cells.text(column)
    if let room = homes[home].roomPlaces[name] { return RoomIndex(room) }
    guard homes[home].rooms.count < Int(UInt8.max) else {
      throw cells.malformed(column, "at most \(UInt8.max) rooms a home")
    }
    homes[home].roomPlaces[name] = homes[home].rooms.count
    homes[home].rooms.append(name)
    return RoomIndex(homes[home].rooms.count - 1)
  }

  mutating func subject(_ room: RoomIndex, _ channel: Channel, of home: Int) -> Int {
    let subject = Frame.Subject(room: room, channel: channel)
    if let place = homes[home].subjectPlaces[subject] { return place }
    homes[home].subjectPlaces[subject] = homes[home].subjects.count
    homes[home].subjects.append(subject)
    return homes[home].subjects.count - 1
  }

  mutating func device(
    _ cells: RowParser, _ column: Int, channel: Channel?, of home: Int
  ) throws(Refusal) -> DeviceIndex {
    let name = try cells.text(column)
    guard isClosed else {
      return try add(device: name, room: nil, channel: channel, home, cells)
    }
    guard let place = homes[home].devicePlaces[name] else {
      throw cells.malformed(
        column,
        "a device that the table sensors lists for this home"
          + near(name, homes[home].devices.map(\.name)))
    }
    let channels = homes[home].devices[place].channels
    if let channel, !channels.contains(channel) {
      let all = channels.map(\.name).joined(separator: ", ")
      throw Refusal(
        kind: .malformed,
        text: "channel: found \(channel.name), expected one that the table sensors lists for "
          + "\(name): \(all.isEmpty ? "it measures nothing" : all)")
    }
    return DeviceIndex(place)
  }

  /// Called when all devices are known.
  mutating func close() { isClosed = true }

  private func near(_ name: String, _ names: [String]) -> String {
    Nearest.word(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// A row of the table sensors.
  mutating func list(
    device name: String, room: RoomIndex, channel: Channel?, _ home: Int, _ cells: RowParser
  ) throws(Refusal) {
    if let place = homes[home].devicePlaces[name] {
      let known = homes[home].devices[place]
      guard known.room == room else {
        throw cells.malformed(
          1, "the room of \(name) so far, \(homes[home].rooms[known.room.index])")
      }
      guard let channel, !known.channels.contains(channel) else {
        throw cells.malformed(3, "each channel of \(name) once")
      }
    }
    try add(device: name, room: room, channel: channel, home, cells)
  }

  /// A device of which nobody said what it measures.
  func isBare(_ device: DeviceIndex, of home: Int) -> Bool {
    homes[home].devices[device.index].channels.isEmpty
  }

  /// Keeps a device and what it measures; a second mention adds to the first.
  @discardableResult
  private mutating func add(
    device name: String, room: RoomIndex?, channel: Channel?, _ home: Int, _ cells: RowParser
  ) throws(Refusal) -> DeviceIndex {
    let known = homes[home].devicePlaces[name]
    let place = known ?? homes[home].devices.count
    if known == nil {
      guard place < Self.deviceCountMax else {
        throw Refusal(
          kind: .malformed,
          text: "found device \(place + 1), expected at most \(Self.deviceCountMax) a home")
      }
      homes[home].devicePlaces[name] = place
      homes[home].devices.append((name, room ?? RoomIndex(0), []))
    }
    if let channel, !homes[home].devices[place].channels.contains(channel) {
      homes[home].devices[place].channels.append(channel)
    }
    return DeviceIndex(place)
  }

  /// Message ids have 12 bits for the device.
  private static let deviceCountMax = 4_096

  /// What a site plan says beyond names no table tells, and nobody who reads conclusions asks.
  func frameHomes(_ watches: [Frame.Watch]) -> [Frame.Home] {
    homes.enumerated().map { number, home in
      let plan = SitePlan(
        home: HomeID(UInt32(number)), street: "", zoneRule: "UTC0", latitudeDegrees: 0,
        longitudeDegrees: 0, floorAreaM2: 0,
        rooms: home.rooms.enumerated().map {
          SitePlan.Room(index: RoomIndex($0), kind: .livingRoom, name: $1, areaM2: 0)
        }, doorways: [],
        devices: home.devices.enumerated().map { place, device in
          SitePlan.Device(
            index: DeviceIndex(place), kind: .thermometer, name: device.name, manufacturer: "",
            model: "", firmware: "", room: device.room, label: "", isMainsPowered: true,
            channels: device.channels.map {
              SitePlan.ChannelSheet(
                channel: $0, periodSeconds: 0, resolution: 0, accuracySD: 0, rangeMin: 0,
                rangeMax: 0)
            })
        }, residents: [])
      return Frame.Home(
        plan: plan, subjects: home.subjects, name: home.name, watch: watches[number])
    }
  }
}
