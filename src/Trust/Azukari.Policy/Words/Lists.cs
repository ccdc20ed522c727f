namespace Azukari.Policy;

/// <summary>What an item is about, as the policy groups it.</summary>
public enum ItemCategory
{
    /// <summary>Given at registration.</summary>
    Registration,
    /// <summary>Arises from orders, payments, consultations.</summary>
    Transaction,
    /// <summary>Any other personal data.</summary>
    Other,
    /// <summary>Special-care information, APPI 2(3) (要配慮個人情報).</summary>
    SpecialCare,
    /// <summary>An Individual Number, MNA 2(5) (個人番号).</summary>
    IndividualNumber,
}

/// <summary>Under which of the person's keys an item is sealed.</summary>
public enum ItemClass
{
    /// <summary>Ordinary personal data.</summary>
    Ordinary,
    /// <summary>Special-care information.</summary>
    SpecialCare,
    /// <summary>Individual Numbers.</summary>
    IndividualNumber,
}

/// <summary>How an item may be looked up.</summary>
public enum ItemSearch
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>By its exact normalised value, which identifies; and by how it begins, as far as the shape says.</summary>
    Exact,
    /// <summary>By prefixes of names.</summary>
    Name,
}

/// <summary>From which event the time an item is kept runs.</summary>
public enum RetentionStart
{
    /// <summary>The moment the item was acquired.</summary>
    Acquisition,
    /// <summary>The end of the membership.</summary>
    MembershipEnd,
    /// <summary>The last permitted use of the item.</summary>
    LastUse,
    /// <summary>The transaction the item belongs to.</summary>
    Transaction,
    /// <summary>The close of the inquiry, request or application the item belongs to.</summary>
    CaseClosed,
}

/// <summary>What sort of party a recipient kind is: it decides whether data leaves the company and on which ground.</summary>
public enum RecipientSort
{
    /// <summary>Inside the company.</summary>
    Staff,
    /// <summary>The person herself.</summary>
    Self,
    /// <summary>A joint user, APPI 27(5)(3).</summary>
    JointUser,
    /// <summary>An entrustee, APPI 27(5)(1).</summary>
    Entrustee,
    /// <summary>An adviser bound to secrecy.</summary>
    Adviser,
    /// <summary>A public authority.</summary>
    Authority,
    /// <summary>Anybody else.</summary>
    ThirdParty,
}

/// <summary>The business a use must be bound to.</summary>
public enum CaseKind
{
    /// <summary>No case is needed.</summary>
    None,
    /// <summary>An order.</summary>
    Order,
    /// <summary>An inquiry.</summary>
    Inquiry,
    /// <summary>A request of the person.</summary>
    Request,
    /// <summary>A delivery list.</summary>
    DeliveryList,
    /// <summary>An application.</summary>
    Application,
    /// <summary>A campaign.</summary>
    Campaign,
}

/// <summary>By which way data comes in.</summary>
public enum Channel
{
    /// <summary>Registration on the web.</summary>
    Web,
    /// <summary>A paper form, typed in by staff.</summary>
    Paper,
    /// <summary>A call.</summary>
    Phone,
    /// <summary>An inquiry.</summary>
    Inquiry,
    /// <summary>A file the company already holds.</summary>
    Import,
    /// <summary>Use of the web site.</summary>
    Site,
    /// <summary>Written by a module of the system.</summary>
    Module,
}

/// <summary>How people are told of a widening.</summary>
public enum NoticeKind
{
    /// <summary>Publication is enough once the version is in force.</summary>
    Published,
    /// <summary>The person must have acknowledged it.</summary>
    Acknowledged,
    /// <summary>The person must have consented to it.</summary>
    Consented,
}

/// <summary>A right of the person.</summary>
public enum RightKind
{
    /// <summary>Disclosure, APPI 33.</summary>
    Disclosure,
    /// <summary>Correction, APPI 34.</summary>
    Correction,
    /// <summary>Deletion, APPI 34 and 35.</summary>
    Deletion,
    /// <summary>Suspension of use, APPI 35.</summary>
    Suspension,
}

/// <summary>A reason the policy gives itself for refusing a right.</summary>
public enum RightRefusal
{
    /// <summary>It may harm the rights or interests of a person.</summary>
    ThirdPartyInterest,
    /// <summary>It seriously hinders the business.</summary>
    BusinessHindrance,
    /// <summary>Another law forbids it.</summary>
    Law,
}

/// <summary>A measure of protection.</summary>
public enum MeasureKind
{
    /// <summary>Encryption per person.</summary>
    Encryption,
    /// <summary>Nobody sees more than the purpose needs.</summary>
    LeastPrivilege,
    /// <summary>A second factor for staff.</summary>
    Mfa,
    /// <summary>Sign-in without passwords.</summary>
    Passkeys,
    /// <summary>The tamper-evident record of every access.</summary>
    Ledger,
    /// <summary>Backups.</summary>
    Backup,
    /// <summary>Restoring is practised.</summary>
    RestoreDrill,
    /// <summary>Data is deleted when its time is over.</summary>
    Retention,
    /// <summary>Incidents are handled by plan.</summary>
    IncidentResponse,
    /// <summary>Entrustees are supervised.</summary>
    Supervision,
    /// <summary>People who handle data are trained.</summary>
    Training,
    /// <summary>Audits.</summary>
    Audit,
    /// <summary>Reviews at fixed times.</summary>
    Review,
    /// <summary>Exports carry a watermark.</summary>
    Watermark,
    /// <summary>Encrypted transport.</summary>
    Tls,
    /// <summary>Strict transport security.</summary>
    Hsts,
    /// <summary>A content security policy.</summary>
    Csp,
    /// <summary>The register of cookies.</summary>
    CookieRegister,
    /// <summary>The banner that lets a visitor choose.</summary>
    ChoiceBanner,
    /// <summary>Global Privacy Control is honoured.</summary>
    Gpc,
    /// <summary>Transmission of visitors' data to others is announced (Telecommunications Business Act 27-12).</summary>
    ExternalTransmissionNotice,
    /// <summary>Links to others' sites are marked.</summary>
    ExternalLinksMarked,
    /// <summary>Calls may be recorded, the caller is told.</summary>
    Recording,
}

/// <summary>How changes of the policy are announced.</summary>
public enum RevisionNotice
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Published beforehand.</summary>
    Published,
    /// <summary>Each person is told.</summary>
    Individual,
}

/// <summary>When a revision takes effect.</summary>
public enum RevisionEffect
{
    /// <summary>At once when published.</summary>
    OnPublication,
    /// <summary>On the date the version names.</summary>
    OnDate,
}

/// <summary>How far a clause excludes the company's liability.</summary>
public enum LiabilityExclusion
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>For ordinary negligence.</summary>
    OrdinaryNegligence,
    /// <summary>Altogether.</summary>
    All,
}

/// <summary>What data an entrustment covers.</summary>
public enum EntrustmentCover
{
    /// <summary>Personal data.</summary>
    PersonalData,
    /// <summary>Individual Numbers.</summary>
    IndividualNumber,
}

/// <summary>Whether an entrustee may entrust in turn.</summary>
public enum ReEntrustment
{
    /// <summary>Never.</summary>
    Prohibited,
    /// <summary>With the company's consent.</summary>
    Consent,
    /// <summary>Freely.</summary>
    Free,
}
