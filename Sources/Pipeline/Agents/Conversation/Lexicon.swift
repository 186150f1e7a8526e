/// The words that the matcher knows, and what each speaks for.
///
/// This file and ``Idioms`` are the agent's grammar, written from general knowledge of English and
/// from how people address assistants. They share nothing with what residents say.
enum Lexicon {
  /// What a word can speak for.
  enum Sense: Hashable, Sendable {
    case switchOn, switchOff
    case dim, brighten
    /// "Turn up the heat", "lower the temperature": which way depends on the thing.
    case up, down
    case lamp, plug, heating, cooling
    /// How it is, rather than what to do: "it is cold", "it is dark".
    case cold, hot, dark, bright
    case warmUp, coolDown
    case question
    case temperature, humidity, air, energy, opening
    case everywhere, here
    case negation
    /// A verb that sets something to a value: with one a bare number is a set point.
    case setting
    /// What no part of this house can do or know.
    case foreign
    /// A time other than now.
    case schedule
  }

  static let senses: [String: [Sense]] = {
    var table: [String: [Sense]] = [:]
    func add(_ senses: [Sense], _ words: String) {
      for word in words.split(whereSeparator: \.isWhitespace) {
        table[String(word), default: []] += senses
      }
    }
    add([.switchOn], "on activate start enable illuminate ignite enlighten")
    add([.switchOff], "off out kill deactivate stop disable cut shut extinguish douse")
    add([.dim], "dim dimmer dimmed dimming softer soften mellow darken")
    add([.brighten], "brighten brighter lighten")
    add([.up], "up raise increase higher boost crank bump hike rise upwards")
    add([.down], "down lower reduce decrease drop lessen lowered reduced less")
    add(
      [.lamp],
      "light lights lamp lamps lighting lit bulb bulbs lightbulb lightbulbs luminaire brightness")
    add([.plug], "plug plugs socket sockets outlet outlets")
    add([.heating], "thermostat heating heater heaters furnace radiator radiators boiler setpoint")
    add([.heating], "heat")
    add([.cooling], "ac aircon conditioner cooling")
    add([.cold], "cold freezing chilly frozen nippy shivering icy frosty freeze shiver arctic")
    add([.cold], "brr brrr")
    add([.hot], "hot boiling sweltering sweating roasting baking melting scorching sweat muggy")
    add([.warmUp], "warmer warm hotter toasty toastier cosy cozy cosier cozier")
    add([.coolDown], "cooler colder cool chillier")
    add([.dark], "dark darkness gloomy pitch murky")
    add([.bright], "bright dazzling glaring blinding")
    add([.question], "what whats how hows is are did does was were which whether")
    add([.question], "check report any anyone anybody somebody someone has")
    add([.temperature], "temperature temperatures temp temps degrees")
    add([.humidity], "humidity humid damp dampness moisture moist dry")
    add([.air], "air co2 stale stuffy stuffiness quality carbon dioxide fresh ventilation")
    add([.energy], "energy electricity power kilowatt kilowatts kwh watts consumption")
    add([.energy], "electric electrical consumed consuming juice")
    add([.opening], "window windows door doors")
    add([.everywhere], "all every everything everywhere house whole entire home flat apartment")
    add([.everywhere], "throughout")
    add([.here], "here this")
    add([.negation], "dont not never without nor neither")
    add([.setting], "set make put change keep adjust bring turn move")
    return table
  }()

  /// Words that only people who are uncomfortable would miss: they neither help nor hurt.
  static let fillers: Set<String> = words(
    """
    the a an to in at of for my our me us please pls could can would will you it its i im am we \
    be been just now and so with by than then also room rooms level ive id ill youre thats theres \
    itd whos their his her hers mine yours your he she they them theyre who that these those \
    there uh um erm er hey hi hello ok okay right well like oh ah hmm hm thanks thank cheers \
    mate kindly dear love darling buddy pal friend little bit much more very really quite rather \
    too percent % ° degree half full max maximum point need \
    let lets see know show tell give go going goes do doing done some one ones way kind sort \
    currently current today tonight open opened closed close left leave used using use usage feel \
    feels feeling felt getting got looking look if or but because as since while when where why \
    again once away off-course help same only even still already yet almost nearly about around \
    bedside ceiling floor desk main overhead standing table reading wall side corner \
    house assistant computer-voice switch flip flick pop stick whack knock hit pull push press \
    leaving heading sitting standing working reading watching trying guess think believe seems \
    seem appears looks bloody damn awfully terribly extremely incredibly super pretty fairly \
    slightly touch tad notch notches smidge wee somewhat enough far way plenty lot lots couple \
    may might must should shall wont cant couldnt wouldnt shouldnt isnt arent doesnt didnt wasnt \
    mind possible possibly maybe perhaps sure yes yeah yep sorry quick quickly fast immediately \
    straight soon everyone man guys folks honey sweetie kid kids child children baby \
    find found made making makes set putting turning turned switched switching value reading \
    number amount state status moment minute second time place area space inside indoors \
    into onto from over under through before after actually anyway really honestly literally \
    being gets getting was were had having did good great nice fine better best perfect bad \
    comfortable uncomfortable pleasant unpleasant cannot anything something nothing thing things \
    eyes hands feet toes face body skin back burning hurt hurting hurts able unable ready tired
    """)

  /// English words that are neither known nor foreign. They must not be taken for misspelt ones.
  static let common: Set<String> = words(
    """
    night fight sight might tight bright-ish flight eight weight wait white write wrote might \
    hear heart heap head heard wheat meat beat seat neat treat great hat cat eat ate cook look \
    book took foot food fool pool tool school wool call ball fall tall wall hall-of mall small \
    camp damp-ish ramp stamp lump jump limp dime dies dust drive drop-in cold-ish gold bold told \
    sold hold fold old road load door-bell floor poor pour four your tour hour sour our \
    worm word work world form storm farm arm harm charm alarm-clock war car far bar jar tar \
    plus plum plan plane plain plug-in slug blue glue clue true flag play clay stay say way day \
    may bay pay lay ray gray grey window-shop winter wonder widow under thunder power-nap tower \
    flower shower lower-case slower follow hello yellow fellow mother father brother sister \
    other another bother leather weather whether water later letter better bitter butter matter \
    bathe baths bath-time batch match catch watch witch which switch-er pitch-er kitchen-sink \
    chicken children thicken listen kitten mitten bitten written written-off \
    morning evening afternoon weekend monday friday sunday spring summer autumn \
    person people woman women boy girl boys girls name names life hand part case week company \
    system program question government problem fact point-out home-work story month right-on \
    study-group believe bring happen write provide sit stand lose pay meet include continue \
    learn change lead understand watch follow create speak read allow add spend grow walk win \
    offer remember love consider appear buy serve die send expect build stay fall kill-time \
    reach remain suggest pass sell require decide sent spent bought brought caught taught
    """)

  /// Things, services and wishes that this house does not have.
  static let foreign: Set<String> = words(
    """
    alarm alarms timer timers reminder reminders remind calendar appointment meeting event events \
    schedule music song songs album artist playlist radio podcast podcasts audiobook audiobooks \
    play playing pause resume skip volume louder quieter mute unmute loud quiet sound speaker \
    channel channels movie movies film films show-me netflix spotify youtube video videos game \
    games joke jokes story stories news headline headlines weather forecast rain raining snow \
    snowing sunny wind windy storm umbrella outside outdoors outdoor sunrise sunset \
    email emails mail message messages text call phone contact contacts facebook twitter tweet \
    post order buy purchase pizza takeaway delivery amazon taxi cab uber train trains bus ticket \
    tickets traffic flight flights hotel restaurant restaurants recipe recipes cook cooking bake \
    coffee espresso tea brew milk bread eggs food dinner-time shopping list lists groceries \
    todo task tasks note notes stock stocks share shares price prices currency dollars euros \
    exchange convert translate definition define meaning spell wikipedia google search \
    vacuum hoover roomba robot mop sweep mow mower lawn sprinkler sprinklers irrigation garden \
    garage attic basement cellar loft porch patio balcony terrace deck yard driveway shed pool \
    sauna jacuzzi hottub fireplace chimney stove oven cooker hob microwave toaster dishwasher \
    grill blender mixer dryer tumble iron fan fans hood extractor humidifier dehumidifier \
    purifier shutter shutters blind blinds curtain curtains drape drapes awning skylight \
    lock locks locked unlock unlocked doorbell gate gates camera cameras intercom siren valve \
    garage-door bolt latch bell chime vault safe \
    car charger charging battery batteries solar panel panels inverter tap taps faucet sink \
    bath-tub \
    shower-head toilet-seat flush water hose fountain aquarium tank kettle fridge refrigerator \
    freezer tv television telly computer pc laptop printer router wifi internet bluetooth console \
    xbox playstation stereo amplifier projector screen monitor tablet ipad washer washing machine \
    laundry dining upstairs downstairs nursery playroom gym studio library conservatory \
    pantry utility closet wardrobe stairs stairwell stair landing-page street neighbour neighbours \
    red green blue yellow purple pink orange violet turquoise teal magenta cyan indigo lilac \
    colour color colours colors coloured colored rainbow disco party strobe blink flash flashing \
    flicker candle candles white \
    dog cat pet pets feed plants plant flowers parcel package postman visitor guest-list \
    clean cleaning wash dishes homework doctor hospital police ambulance fire smoke burglar \
    intruder emergency birthday holiday vacation christmas travel trip directions route map \
    capital president population century movie-night math plus multiply divided square \
    scene mode routine automation holidaymode away-mode guest-mode sing dance tell-joke \
    minus negative thousand million billion trillion \
    bill bills cost costs money cheaper tariff gas oil pressure pollen outside-air \
    open-sesame lift elevator sofa couch mattress massage chair blanket jumper sweater \
    previous next track tracks mirror clock watch tvs speakers headphones microphone sensor \
    sensors update software
    """)

  /// Times that are not now: the house can neither wait nor remember.
  static let schedule: Set<String> = words(
    """
    tomorrow yesterday later monday tuesday wednesday thursday friday saturday sunday weekend \
    midnight noon sunrise sunset dawn dusk week weeks month months year years january february \
    march april june july august september october november december morning evening afternoon \
    until till daily hourly weekly nightly annually seconds minutes hours hour oclock am pm
    """)

  /// After one of these a speaker starts over: what follows counts, the rest fills its gaps.
  static let corrections: [[String]] = [
    ["no", "wait"], ["wait", "no"], ["i", "mean"], ["i", "meant"], ["or", "rather"],
    ["scratch", "that"], ["strike", "that"], ["hang", "on"], ["hold", "on"], ["make", "that"],
    ["my", "mistake"], ["correction"], ["sorry"], ["actually"], ["oops"], ["wait"], ["no"],
    ["rather"], ["nope"], ["instead"],
  ]

  /// Words that sound or look like others and are written for them; only in the given company.
  static let homophones: [String: String] = [
    "lite": "light", "lites": "lights", "lihgt": "light", "liht": "light", "lamb": "lamp",
    "lambs": "lamps", "dime": "dim", "dem": "dim", "heet": "heat", "coald": "cold",
    "kool": "cool", "wether": "whether", "hal": "hall", "haul": "hall", "plugg": "plug",
    "thermastat": "thermostat", "tempature": "temperature", "temprature": "temperature",
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
