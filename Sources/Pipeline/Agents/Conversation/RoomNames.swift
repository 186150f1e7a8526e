internal import Telemetry

/// The names by which people may call the rooms of one home.
struct RoomNames: Sendable {
  /// What a stretch of words says about a place.
  enum Place: Hashable, Sendable {
    case room(RoomIndex)
    /// A kind of room of which the home has several.
    case oneOf(RoomKind)
    /// A room that this home does not have.
    case missing
  }

  /// Longer names first, so that "living room" wins over "room".
  let entries: [(words: [String], place: Place)]
  private let plan: SitePlan

  init(_ plan: SitePlan) {
    self.plan = plan
    var names: [(words: [String], place: Place)] = []
    for room in plan.rooms {
      names.append((Words.split(room.name.replacing("_", with: " ")), .room(room.index)))
    }
    for (text, kind) in Self.usual {
      let words = text.split(separator: " ").map(String.init)
      let fitting = plan.rooms.filter { $0.kind == kind }
      let place: Place =
        fitting.isEmpty ? .missing : fitting.count == 1 ? .room(fitting[0].index) : .oneOf(kind)
      names.append((words, place))
    }
    let bedrooms = plan.rooms.filter { $0.kind == .bedroom }
    for (ordinal, position) in Self.ordinals {
      let place: Place =
        position < bedrooms.count ? .room(bedrooms[position].index) : .missing
      for noun in [["bedroom"], ["bed", "room"], ["room"]]
      where noun != ["room"] || Self.namesARoom.contains(ordinal) {
        names.append(([ordinal] + noun, place))
      }
      if let number = Self.numbers[ordinal] {
        names.append((["bedroom", number], place))
        names.append((["bed", "room", number], place))
      }
    }
    entries = names.enumerated().sorted {
      ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset)
    }.map(\.element)
  }

  /// The room that is meant: of several bedrooms the one where the speaker is, else the first.
  func resolve(_ place: Place, speakerRoom: RoomIndex) -> RoomIndex? {
    switch place {
    case .room(let room): return room
    case .missing: return nil
    case .oneOf(let kind):
      let fitting = plan.rooms.filter { $0.kind == kind }
      return (fitting.first { $0.index == speakerRoom } ?? fitting.first)?.index
    }
  }

  private static let usual: [(text: String, kind: RoomKind)] = [
    ("living room", .livingRoom), ("livingroom", .livingRoom), ("lounge", .livingRoom),
    ("sitting room", .livingRoom), ("front room", .livingRoom), ("family room", .livingRoom),
    ("den", .livingRoom), ("parlour", .livingRoom), ("parlor", .livingRoom),
    ("drawing room", .livingRoom), ("tv room", .livingRoom), ("salon", .livingRoom),
    ("kitchen", .kitchen), ("kitchenette", .kitchen), ("cooking area", .kitchen),
    ("bedroom", .bedroom), ("bed room", .bedroom), ("sleeping room", .bedroom),
    ("bathroom", .bathroom), ("bath room", .bathroom), ("bath", .bathroom),
    ("washroom", .bathroom), ("shower room", .bathroom), ("toilet", .bathroom),
    ("loo", .bathroom), ("restroom", .bathroom), ("lavatory", .bathroom),
    ("hallway", .hallway), ("hall way", .hallway), ("hall", .hallway), ("corridor", .hallway),
    ("entrance", .hallway), ("entry", .hallway), ("entryway", .hallway), ("foyer", .hallway),
    ("lobby", .hallway), ("vestibule", .hallway), ("passage", .hallway),
    ("study", .study), ("office", .study), ("home office", .study), ("workroom", .study),
  ]

  private static let ordinals: [(String, Int)] = [
    ("main", 0), ("master", 0), ("first", 0), ("big", 0), ("bigger", 0), ("large", 0),
    ("second", 1), ("spare", 1), ("guest", 1), ("kids", 1), ("childrens", 1), ("other", 1),
    ("small", 1), ("smaller", 1), ("little", 1), ("third", 2),
  ]
  private static let namesARoom: Set<String> = ["guest", "kids", "childrens", "spare"]
  private static let numbers = ["first": "one", "second": "two", "third": "three"]
}
