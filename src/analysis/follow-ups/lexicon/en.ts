import type { Lexicon } from "./concepts.ts";

/** English. Entries are folded; `*` ends a word beginning; words of one entry may have one other word between. */
export const en: Lexicon = {
  neg: "not, no, never, don't, doesn't, didn't, won't, can't, cannot, isn't, aren't, wasn't, wouldn't, couldn't, haven't, hasn't, nobody, no-one, none, nothing, without, dont, doesnt, wont, cant, didnt, isnt, neither, nor, hardly, shan't, ain't",
  condition:
    "if, unless, provided, as long as, in case, depending, depends, should they, only if, subject to, as soon as, once they, once he, once she, when they, when he, when she, until they, until he, until she, assuming",
  ownCondition: "once our, when our, once we, once r&d, as soon as we, as soon as our, after our",
  silence:
    "no reply by, nothing by, no answer by, hasn't come back, haven't come back, if nothing, if silent, no sign, still silent, don't hear, not heard, no word, either way, regardless, whatever they say, with or without, rain or shine, whether or not",
  me: "i, i'll, i'm, i've, i'd, me, my, myself, mine, im, ill, ive",
  we: "we, we'll, we're, us, our, ours, we've, we'd, weve",
  team: "our legal, our finance, our lawyer*, presales, pre-sales, our team, our engineer*, our cfo, our ceo, our vp, our product, our lab, our tech*, our warehouse, our workshop, our service, our support, r&d, logistics, our production, our manager, our accounts, our legal team, our side, our director, colleague*, our quality, our planner*, our ops, finance, head office, our install*",
  they: "they, they'll, they're, they've, he, he'll, he's, she, she'll, she's, their, theirs, them, him, her, client, client's, customer, customer's, buyer, buyer's, prospect, theyre, theyll, hes, shes, his, mr, mrs, ms, purchasing, owner, contact",
  will: "will, i'll, we'll, ill, going to, gonna, shall, about to",
  willTheirs:
    "they'll, he'll, she'll, they will, he will, she will, client will, customer will, they're going to, he wants to, will get back, will let us know, will come back, will confirm, will revert, will send us, will call me, will call us, will ring me, will think",
  progressive: "i'm, am, we're, im",
  must: "must, need to, have to, has to, i'm to, got to, gotta, ought to, needs to, supposed to, want to, due to",
  should:
    "should, plan to, planning to, intend to, aim to, aiming to, will try, going to try, try to, trying to, hope to, hoping to, promised, promised him, promised her, promised them, committed",
  might:
    "might, maybe, perhaps, possibly, could, may, at some point, one day, some time, sometime, when i get, when time allows, eventually, thinking of, thinking about, considering, toying",
  wait: "wait, waiting, await, awaiting, let's see, we'll see, watch this space, sit tight, on hold, parked, in limbo, pending, stuck, stalled, ball in their court, ball's in",
  monitor:
    "monitor, keep an eye, keep in touch, stay in touch, stay close, keep warm, keep pushing, nudge, chase, follow up, follow-up, following up, touch base, check in, circle back, revisit, push, work on, work it, crack on, pursue, stay on, keep at it, get round to, come back to, look into, get back to",
  said: "said, says, told me, told us, reckons, claims, mentioned, explained, according to, admits, admitted, thinks, feels, insists, maintains, asked",
  theirPromise:
    "promised to, said he'd, said she'd, said they'd, said he would, said she would, said they would, says he'll, says she'll, says they'll, agreed to send, they'll send, will sign, will raise the, raising the po, undertook, gave his word",
  order:
    "asked presales, asked our, asked finance, asked legal, told our, tasked, assigned, escalated, please, kindly, could you, can you, can we, may i, can i, need your, i need, requested, delegated, handed to, deadline, approve, your ok, your approval, sign off on, get me, let me know, action, has to give me, instructed, put in a request, ticket",
  booked:
    "booked, scheduled, in the diary, in my diary, in the calendar, in my calendar, confirmed, fixed for, set for, set up, agreed, pencilled, arranged, invite sent, invites are out, slot, appointment, calendly, on for",
  settled:
    "no longer, not an issue, isn't an issue, sorted, resolved, off the table, fine now, agreed now, cleared, dealt with, out of the way, put to bed, not a problem, no problem, happy with the price, fixed, closed, gone away, dropped, water under the bridge, accepted, signed off, satisfied, no objection*, nobody mentions, went away, no concerns, convinced, overcome, released, came through, ticked, all clear, approved, has been, were, is fine, are fine, agreed to",
  yesterday: "yesterday, last week, this morning, last night, earlier today, just, already, ago",
  pastAct:
    "sent, called, rang, phoned, spoke, met, left, emailed, visited, had, went, showed, presented, discussed, dropped, delivered, gave, got, took, sat, saw, did, demoed, quoted, mailed, texted, tried, chatted, talked, wrote, explained, walked, ran, caught, popped, drove, checked, followed, chased, was, been, bumped, toured, demonstrated, submitted, forwarded, handed, signed, received, asked, told, agreed, introduced, answered, reviewed, measured, completed, updated, confirmed, cc'd, logged, lvm, vm, posted, shipped, attended, offered",
  actCall:
    "call, ring, phone, dial, give a bell, give a call, calling, ringing, phoning, callback, call back, buzz, on the phone, speak, speaking, phone call, telcon",
  actMeeting:
    "meeting, meet, workshop, session, sit down, sitting down, lunch, coffee, breakfast, dinner, teams, zoom, video call, videocall, kick-off, kickoff, catch-up, workshop, mtg, seeing, get together",
  actProposal:
    "quote, offer, proposal, pricing, quotation, price list, rfp, tender, counter-offer, counteroffer, estimate, figures, bid, requote, re-quote, rental version, leasing figures, revised quote, business case",
  actEmail:
    "email, e-mail, mail, mailing, emailing, send, sending, forward, forwarding, inbox, share, document*, datasheet, contract, nda, terms, deck, slides, report, certificate*, cert, certs, copy, minutes, brochure",
  actDemo:
    "demo, trial, demonstrate, demonstration, pilot, show them, showing them, show him, show her, poc, proof of concept, test unit, sandbox, walk them through, walkthrough, screen share, webinar, presentation, present",
  actInternal:
    "approve, approval, our legal, our finance, presales, escalate, escalating, boss, my manager, handing over, hand over, get sign-off, discount from, ask finance, internal*, engineering, product team, cfo, credit limit, pricing team, ops, director",
  actVisit:
    "visit, visiting, drive, driving, flying, fly, drop in, drop by, pop in, pop over, call in, go over, go and see, going to, on site, onsite, site visit, at theirs, at their, swing by, walk into, site survey, measure, come to",
  actOther:
    "prepare, preparing, draft, drafting, write, check, checking, find out, put together, putting together, work out, rework, reworking, organise, arrange, register, courier, post, sample*, reference*, close, finish, deliver, supply, upload, pass, fill in, update, calculate, build, dig, research, look up, text, linkedin",
  price:
    "price*, pricey, expensive, dear, cheaper, discount*, too much, sticker shock, cost*, overpriced, out of reach, bottom line, number made, figure*, half the price, twice the price, double what, steep, ouch, per cent off, % off, premium, rate card, haggl*, margin, rip-off, rip off, bargain, knock off, price tag, eye-watering, can't justify, more than they, pay that, that kind of money, that sort of money, winced, laughed at, choked",
  budget:
    "budget*, money, funds, funding, capex, opex, frozen, freeze, cash, spend*, cash flow, cashflow, no line, purse, purse strings, broke, allocation, allocated, grant, cut, cuts, fiscal, ring-fenced, coffers, kitty, pot is empty, penny, dime, treasury, financially",
  timing:
    "not now, next quarter, next year, later in, busy, holiday*, vacation, leave, season, harvest, summer, christmas, easter, after the, reorgani*, restructur*, merger, moving, relocat*, migration, year end, year-end, stocktake, audit season, peak, not before, too early, park*, postpone*, delayed, put off, back burner, project slipped, slipped, until, revisit, maternity, paternity, annual leave, bad time, wrong time, in the middle of, hands full, swamped, not until, no bandwidth, shutdown, transition, new year, pushed back, on hold",
  no_response:
    "no reply, no response, no answer, ghost*, silen*, voicemail, voicemails, never picks, doesn't pick, not picking, unanswered, ignoring, ignored, radio silence, gone dark, gone quiet, waiting to hear, crickets, tumbleweed, unreachable, can't reach, not returning, won't return, no callback, bounce*, rings out, ring out, unread, blue ticks, nobody answers, nobody picks, doesn't answer, x3, x4, x5, heard nothing, not heard, hasn't replied, haven't replied, haven't heard, hasn't answered, stonewall*, chased, disappeared, vanished, hung up, gatekeeper, keeps telling me, always in a meeting, not available",
  decision_maker:
    "approval, approve*, committee, board, boss, ceo, cfo, director, sign-off, sign off, procurement, legal, lawyers, head office, hq, steering, management, decision*, decide*, authority, signature, partners, shareholders, owner, trustees, council, stakeholder*, higher up, upstairs, her boss, his boss, the wife, parent company, group, signatory, needs to go through, rubber stamp, works council, not his call, not her call, permission, mandate, vote",
  competitor:
    "competitor*, rival*, went with, gone with, already using, incumbent, existing supplier, current supplier, supplier, already have, contract with, tied in, locked in, other vendor, another vendor, another quote, chosen, prefer*, other lot, other guys, loyal, signed with, someone else, in-house, inhouse, built their own, has been with, have been with, brother-in-law, cousin, siemens, sap, salesforce, microsoft, hubspot, alternative, switch*, tendered",
  product_fit:
    "doesn't support, feature*, missing, integration, integrate*, compatib*, doesn't work, doesn't fit, won't fit, too small, too big, too large, too heavy, too slow, capacity, spec, specs, specification, quality, size, resolution, accuracy, api, offline, language, version, certified, certificate, tolerance, can't do, cannot do, lacks, lack of, not available in, colour, voltage, temperature, performance, functionality, module, format, requirement*, not suitable, wrong size, limit, rated, leak*, broke, crash*, interface, mobile app, export, plug",
  terms:
    "payment terms, terms, clause*, liability, indemnity, penalt*, contract term, lead time, leadtime, delivery time, delivery date, stock, out of stock, backorder, warranty, net 30, net 60, net 90, 60 days, 90 days, deposit, upfront, up front, prepay*, minimum order, moq, freight, shipping, incoterms, customs, container, notice period, three-year, auto-renew*, lock-in, sla, exclusivity, weeks delivery, deliver by, transport, logistics, jurisdiction, cancellation, pallet, weeks out",
  trust:
    "reference*, reputation, review*, reviews, security review, infosec, pen test, penetration, due diligence, trust, burned, burnt, afraid, fear, scared, nervous, risk*, never heard of, too small a, small company, startup, start-up, new supplier, track record, who are you, case stud*, gdpr, data protection, iso, insolven*, bankrupt*, bad experience, last vendor, let down, stability, worried, vendor assessment, questionnaire, credentials, unknown",
  need: "don't need, no need, doesn't need, happy with, not interested, see the point, no interest, fine as is, works fine, what for, nice to have, no pain, excel, spreadsheet, manually, by hand, paper, does the job, don't see, sees no, no reason to, can live without, always done, good enough, isn't broke, not broken, content with, satisfied with what, why bother, why change, no use, pointless, old one, still works, do without, get by",
  lead_quality:
    "bad lead, lead*, wrong person, wrong number, wrong contact, wrong company, marketing, student*, job seeker, competitor fishing, not a buyer, webinar, freebie, free, download*, list, spam, fake, disposable, out of area, wrong country, not our icp, tiny, hobby, one-man, intern, thesis, dissertation, homework, curious, tyre kicker, tire kicker, browsing, campaign, trade show, badge, scan, doesn't exist, nonexistent, dissolved, never asked, left the company, no longer works, don't remember",
  internal:
    "our legal, our finance, our own, our presales, pre-sales, our production, our tool*, our system, our side, our engineer*, internally, our back office, our factory, our plant, our r&d, our tech, crm is, our manager, our approval, our price desk, deal desk, our credit, our logistics, our contract, our lawyer*, our product, our support, our team, our planner*, our warehouse, our it, we still haven't, we can't get, on our end, my boss, my manager, our lab, still sitting with, us to blame, our fault, our marketing, our template",
  workload:
    "no time, haven't had time, didn't have time, too many, haven't got round, not got round, haven't touched, didn't get to, swamped, snowed under, up to my, overloaded, drowning, two hands, one pair of hands, stretched, only me, short-staffed, my plate, covering, on my own, open opps, backlog, buried, firefighting, haven't got to, couldn't get to, hours in, quarter end, my desk, ran out of, tasks, accounts each, fell off, slipped my",
  market:
    "market, economy, recession, interest rate*, rates, tariff*, inflation, regulation*, sanction*, war, industry, downturn, slump, crisis, demand, prices of, steel price, energy price*, exchange rate, currency, subsidy, subsidies, law, legislation, ban, sector, across the board, everyone is, nobody is buying, nobody's buying, housing, construction is, election, government, minister, brexit, oil, commodity, milk price, freight rates, insolvencies, layoffs",
  other:
    "ill, sick, hospital, accident, fire, flood*, died, death, funeral, lawsuit, court, divorce, burgl*, theft, stolen, storm, strike, police, fraud, investigation, sued, heart attack, surgery, operation, broke his, passed away, covid, arrested, insolvency, quarantine, cyber attack, ransomware, hacked, personal, family, feud, quarrel, dispute, argument, offended, insult*, superstit*, astrolog*",
};
