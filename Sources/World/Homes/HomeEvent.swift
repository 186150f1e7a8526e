/// What waits in a home's queue.
struct HomeEvent: BitwiseCopyable, Sendable {
  enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// A device's native tick; `index` is the device.
    case deviceTick
    /// Somebody may move in a room.
    case movement
    /// A motion detector's hold time ends.
    case motionEnd
    /// The front door falls shut.
    case doorEnd
    /// A fault of a sensor that speaks at events no longer shows; `index` is the sensor's place
    /// among the struck, times 65,536, and the fault's among its own.
    case sensorLook
    /// Such a sensor reports what is not so; `index` as above.
    case falseReport
    /// Somebody puts a new battery into a device.
    case newBattery
    /// Somebody hangs a device in another's place; `index` is the move's place.
    case move
    /// Somebody sends a message in a device's name; `index` is the attack's place.
    case attack
    /// A command reaches its device; `index` is its place in the list of those under way.
    case command
    /// A contact chatters; `index` is its turn, the device and what it says.
    case chatter
    /// A device tells how it is.
    case status
    /// A thermostat repeats its call: a timer of that channel, which the pipeline counts on
    /// whatever else the device told meanwhile.
    case callDue
    /// A sensor that speaks at changes may have been silent for too long, on all its channels;
    /// `index` is the device.
    case stateDue
    /// A leak sensor or smoke alarm turns, or says what is not so; `index` is the turn's number
    /// times 65,536, the device times two, and what it says.
    case hazardTurn
    case hazardTold
    /// Somebody presses an alarm's test button; `index` is its place among the home's alarms.
    case hazardTest
    /// An incident begins or looks for its moment, or ends; `index` is its place in the plan.
    case incidentStart
    case incidentEnd
    /// A dish is done and its ring stays on.
    case stoveForgotten
    /// An intruder turns to another room.
    case intruderStep
    /// Somebody looks whether what they asked for is so; `index` is the wish's place.
    case look

    /// Whether a device's own timer raises it.
    var isDeviceTimer: Bool {
      switch self {
      case .deviceTick, .status, .callDue: true
      default: false
      }
    }
  }

  var kind: Kind
  var index: UInt32
}
