internal import Clockwork

/// What may stand at one place of a file: type, unit, range and words.
///
/// The checker, the JSON Schema, the help text and the canonical text all read the same shapes.
indirect enum Shape: Sendable {
  case text(TextForm)
  case flag
  case integer(ClosedRange<Int64>)
  /// Any UInt64.
  case seed
  case quantity(Dimension, ClosedRange<Double>)
  /// A fault's size, in the unit of its sensors' kind.
  case size
  /// A fault's slope, in that unit per day.
  case slope
  case duration(DurationForm)
  /// A duration since the start, or an ISO time.
  case moment
  /// A local date, or date and time.
  case start
  case choice([Word])
  case comparison
  case list(Shape, count: ClosedRange<Int>, isUnique: Bool)
  case record(Record)
  /// A mapping whose other keys depend on the value of one.
  case variants(Variants)
  /// A mapping from words of the user's own to values of one shape.
  case map(keys: TextForm, values: Shape)
  /// Either a scalar or a mapping.
  case either(scalar: Shape, mapping: Shape)
}

extension Shape {
  /// A word and what choosing it means.
  struct Word: Hashable, Sendable {
    var text: String
    var meaning: String
  }

  /// Text and how it may look.
  struct TextForm: Sendable {
    var noun: String
    /// The only characters allowed besides letters and digits; nil allows all printable ones.
    var punctuation: String?
    var characterCountMax = 4000

    static let prose = TextForm(noun: "a sentence", punctuation: nil)
    static let name = TextForm(
      noun: "a name of letters, digits, '-', '_' and '.'", punctuation: "-_.",
      characterCountMax: 80)
    static let word = TextForm(noun: "a word of a command", punctuation: nil)
    static let path = TextForm(noun: "a file", punctuation: nil, characterCountMax: 1000)
    static let scoreID = TextForm(
      noun: "a score id such as fusion.temperature.rmse_k", punctuation: "-_.",
      characterCountMax: 120)

    /// True if the text may stand here; line breaks and tabs may stand in prose.
    func allows(_ text: String) -> Bool {
      guard !text.allSatisfy(\.isWhitespace), text.unicodeScalars.count <= characterCountMax else {
        return false
      }
      return text.unicodeScalars.allSatisfy { scalar in
        guard let punctuation else {
          return scalar == "\n" || scalar == "\t" || PlainText.isPrintable(scalar)
        }
        return switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: punctuation.unicodeScalars.contains(scalar)
        }
      }
    }

    /// For the JSON Schema; nil where all is allowed.
    var pattern: String? {
      punctuation.map { marks in
        "^[A-Za-z0-9" + marks.replacing("-", with: "") + (marks.contains("-") ? "-" : "") + "]+$"
      }
    }
  }

  /// A duration and its limits.
  struct DurationForm: Sendable {
    var lower: SimDuration
    var upper: SimDuration
    var example: String
    /// A word that may stand instead, such as `end`.
    var word: String?

    init(_ lower: String, _ upper: String, example: String, word: String? = nil) {
      self.lower = (try? DurationText.value(lower)) ?? .zero
      self.upper = (try? DurationText.value(upper)) ?? .zero
      self.example = example
      self.word = word
    }
  }

  /// A mapping with fixed keys.
  struct Record: Sendable {
    /// For the schema's `$defs` and for messages: `sensors`.
    var name: String
    var fields: [Field]
    /// A scalar in the record's place is taken as the value of this key.
    var shorthand: String?
    /// Keys of earlier versions, and what to do instead.
    var retired: [String: String]

    init(
      _ name: String, shorthand: String? = nil, _ fields: [Field], retired: [String: String] = [:]
    ) {
      self.name = name
      self.shorthand = shorthand
      self.fields = fields
      self.retired = retired
    }

    func field(_ key: String) -> Field? { fields.first { $0.key == key } }
  }

  /// A mapping whose key `discriminator` decides which further keys it has.
  struct Variants: Sendable {
    struct Variant: Sendable {
      var word: Word
      /// All fields but the discriminator, in canonical order.
      var fields: [Field]
    }

    var name: String
    var discriminator: String
    var doc: String
    var variants: [Variant]

    /// The mapping's shape once the discriminator is known.
    func record(_ word: String) -> Record? {
      guard let variant = variants.first(where: { $0.word.text == word }) else { return nil }
      let kind = Field(discriminator, .choice(variants.map(\.word)), .required, doc)
      return Record(name, [kind] + variant.fields)
    }
  }

  /// One key of a mapping.
  struct Field: Sendable {
    var key: String
    var shape: Shape
    var presence: Presence
    /// One sentence for help, schema and reference.
    var doc: String

    init(_ key: String, _ shape: Shape, _ presence: Presence, _ doc: String) {
      self.key = key
      self.shape = shape
      self.presence = presence
      self.doc = doc
    }

    /// Whether a key may be left out, and what holds then.
    enum Presence: Sendable {
      case required
      /// Required where the sensors' readings have a size, meaningless where they say yes or no.
      case requiredOfSized
      case optional
      /// The default, as it would be written.
      case defaulted(String)
      case defaultedList([String])
      /// A mapping all of whose keys have defaults.
      case filled
      /// A default that holds only where another key is absent; the two exclude each other.
      case defaultedUnless(other: String, String)
    }
  }

  /// The words of an enum.
  static func choice<C: Choice>(_: C.Type) -> Shape {
    .choice(C.allCases.map { Word(text: $0.rawValue, meaning: $0.meaning) })
  }

  /// A list of different words, possibly empty.
  static func words<C: Choice>(_ type: C.Type) -> Shape {
    .list(.choice(type), count: 0...C.allCases.count, isUnique: true)
  }
}

extension Shape.Field.Presence {
  var isRequired: Bool {
    if case .required = self { return true }
    return false
  }

  /// Whether a fault of sensors of this kind needs the key; nil where the kind is not known.
  func isRequired(of kind: Scenario.SensorKind?) -> Bool {
    if case .requiredOfSized = self { return kind?.isBinary != true }
    return isRequired
  }

  /// The default as a tree, to be checked like anything that a user writes; nil if there is none.
  var defaultTree: Tree? {
    switch self {
    case .required, .requiredOfSized, .optional: nil
    case .defaulted(let text), .defaultedUnless(_, let text): .scalar(text, .defaulted)
    case .defaultedList(let texts):
      Tree(.sequence(texts.map { .scalar($0, .defaulted) }), .defaulted)
    case .filled: Tree(.mapping([]), .defaulted)
    }
  }

  /// The default as a person would write it; nil if there is none to show.
  var defaultText: String? {
    switch self {
    case .required, .requiredOfSized, .optional, .filled: nil
    case .defaulted(let text): text
    case .defaultedUnless(let other, let text): "\(text) unless '\(other)' is given"
    case .defaultedList(let texts): "[" + texts.joined(separator: ", ") + "]"
    }
  }
}
