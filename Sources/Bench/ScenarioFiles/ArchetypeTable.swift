/// The one table of the keys of an archetype's file.
enum ArchetypeTable {
  typealias Field = Shape.Field

  static let root = Shape.Record(
    "dwelling archetype",
    [
      Field("why", .text(.prose), .required, "What kind of dwelling this is."),
      Field("sources", proses, .required, "Where the figures come from."),
      Field("limits", proses, .required, "What is assumed or left out."),
      Field(
        "kind", .choice(ArchetypeDescription.Kind.self), .required,
        "Whether it is a building of its own."),
      Field("height", .quantity(.length, 1.8...6), .defaulted("2.5 m"), "Clear, of all rooms."),
      Field("envelope", .record(envelope), .required, "How good its shell is."),
      Field(
        "rooms", .list(.record(room), count: 5...16, isUnique: false), .required,
        "Its rooms; devices and people know them by name and kind."),
      Field(
        "partitions", .list(.record(partition), count: 0...64, isUnique: false), .required,
        "Inner walls between two rooms."),
      Field(
        "ceilings", .list(.record(ceiling), count: 0...64, isUnique: false), .defaultedList([]),
        "Ceilings between a room and one above it."),
      Field(
        "doorways", .list(pair, count: 1...16, isUnique: true), .required,
        "Doors between two rooms; every room is reached through them."),
      Field("layout", .record(layout), .required, "Where the rooms lie, for radio."),
    ])

  private static let proses = Shape.list(.text(.prose), count: 1...64, isUnique: false)
  private static let pair = Shape.list(.text(.name), count: 2...2, isUnique: true)

  private static func uValue(_ key: String, _ doc: String) -> Field {
    Field(key, .quantity(.transmittance, 0.05...7), .required, doc)
  }

  private static let envelope = Shape.Record(
    "envelope",
    [
      uValue("wall", "U-value of outer walls."),
      uValue("roof", "U-value of the roof."),
      uValue("ground_floor", "U-value of the floor, with an unheated cellar's resistance."),
      uValue("window", "U-value of windows with their frames."),
      uValue("outer_door", "U-value of the front door."),
      Field(
        "thermal_bridges", .quantity(.transmittance, 0...0.5), .required,
        "Surcharge on all U-values."),
      Field(
        "glazing", .quantity(.ratio, 0...1), .required,
        "Share of the sun that glass lets in at normal incidence."),
      Field(
        "heat_capacity", .quantity(.areaHeatCapacity, 20...1000), .required,
        "Of the fabric, by floor area."),
      Field(
        "air_changes_50pa", .quantity(.airChanges, 0.1...40), .required,
        "What a blower door measures at 50 Pa."),
      Field(
        "fan_air_changes", .quantity(.airChanges, 0...5), .required,
        "What a fan keeps up at all times."),
      Field(
        "shelter_class", .integer(1...5), .required,
        "Of ASHRAE: 1 in the open to 5 in a crowded city."),
    ])

  private static func area(
    _ key: String, _ presence: Field.Presence, _ range: ClosedRange<Double>, _ doc: String
  ) -> Field {
    Field(key, .quantity(.area, range), presence, doc)
  }

  static let sides = ["north", "east", "south", "west"]

  private static func facade(_ name: String, _ doc: String) -> Shape {
    .record(
      Shape.Record(name, sides.map { area($0, .defaulted("0 m²"), 0...500, doc) }))
  }

  private static let room = Shape.Record(
    "room",
    [
      Field("name", .text(.name), .required, "Unique in the dwelling, such as bedroom_2."),
      Field("kind", .choice(ArchetypeDescription.RoomWord.self), .required, "What it is for."),
      area("area", .required, 2...300, "Floor area."),
      Field(
        "walls", facade("outer walls", "Opaque outer wall on this side."), .filled,
        "Opaque outer walls by side."),
      Field(
        "windows", facade("windows", "Glazing with its frame on this side."), .filled,
        "Windows by side."),
      area("roof", .defaulted("0 m²"), 0...500, "Roof above the room."),
      area("ground_floor", .defaulted("0 m²"), 0...300, "Floor on the ground or over a cellar."),
      area("outer_door", .defaulted("0 m²"), 0...20, "Front door."),
    ])

  private static let partition = Shape.Record(
    "partition",
    [
      Field("between", pair, .required, "Two rooms."),
      area("area", .required, 0...300, "Of the wall, both sides counted once."),
    ])

  private static let ceiling = Shape.Record(
    "ceiling",
    [
      Field("below", .text(.name), .required, "The lower room."),
      Field("above", .text(.name), .required, "The upper room."),
      Field("share", .quantity(.ratio, 0...1), .required, "Of the upper room's floor area."),
    ])

  private static let layout = Shape.Record(
    "layout",
    [
      Field("width", .quantity(.length, 2...60), .required, "Of the footprint, west to east."),
      Field(
        "inner_wall_loss", .quantity(.level, 0...30), .required,
        "What an inner wall takes from 2.4 GHz radio."),
      Field(
        "floor_loss", .quantity(.level, 0...40), .required,
        "What the floor between two storeys takes."),
      Field(
        "floors",
        .list(
          .list(
            .list(.text(.name), count: 1...16, isUnique: true), count: 1...16, isUnique: false),
          count: 1...3, isUnique: false), .required,
        "By storey, rows from south to north of rooms from west to east."),
    ])
}
