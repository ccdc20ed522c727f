using System.Collections.Immutable;
using Azukari.Policy.Document;

namespace Azukari.Policy.Standards;

/// <summary>
/// Terms of the W3C community's Data Privacy Vocabulary 2.0 (<c>https://w3id.org/dpv</c>) and its extension for personal data
/// (<c>https://w3id.org/dpv/pd</c>) that the exports use.
/// </summary>
public static class DpvTerms
{
    /// <summary>The purposes of the vocabulary: what a policy file may name under <c>dpv</c>.</summary>
    public static ImmutableArray<string> Purposes { get; } =
    [
        "AcademicResearch", "AccountManagement", "Advertising", "AgeVerification", "CombatClimateChange", "CommercialPurpose", "CommercialResearch",
        "CommunicationForCustomerCare", "CommunicationManagement", "CounterMoneyLaundering", "Counterterrorism", "CreditChecking", "CustomerCare",
        "CustomerClaimsManagement", "CustomerManagement", "CustomerOrderManagement", "CustomerRelationshipManagement", "CustomerSolvencyMonitoring",
        "DataAltruism", "DeliveryOfGoods", "DirectMarketing", "DisputeManagement", "EnforceAccessControl", "EnforceSecurity",
        "EstablishContractualAgreement", "FraudPreventionAndDetection", "FulfilmentOfContractualObligation", "FulfilmentOfObligation",
        "HumanResourceManagement", "IdentityAuthentication", "IdentityVerification", "ImproveExistingProductsAndServices", "ImproveHealthcare",
        "ImproveInternalCRMProcesses", "ImprovePublicServices", "ImproveTransportMobility", "IncreaseServiceRobustness", "InternalResourceOptimisation",
        "LegalCompliance", "MaintainCreditCheckingDatabase", "MaintainCreditRatingDatabase", "MaintainFraudDatabase", "Marketing",
        "MemberPartnerManagement", "MisusePreventionAndDetection", "NonCommercialPurpose", "NonCommercialResearch", "OptimisationForConsumer",
        "OptimisationForController", "OptimiseUserInterface", "OrganisationComplianceManagement", "OrganisationGovernance", "OrganisationRiskManagement",
        "PaymentManagement", "Personalisation", "PersonalisedAdvertising", "PersonalisedBenefits", "PersonnelHiring", "PersonnelManagement",
        "PersonnelPayment", "ProtectionOfIPR", "ProtectionOfNationalSecurity", "ProtectionOfPublicSecurity", "ProvideEventRecommendations",
        "ProvideOfficialStatistics", "ProvidePersonalisedRecommendations", "ProvideProductRecommendations", "PublicBenefit", "PublicPolicyMaking",
        "PublicRelations", "Purpose", "RecordManagement", "RepairImpairments", "RequestedServiceProvision", "ResearchAndDevelopment",
        "RightsFulfillment", "ScientificResearch", "SearchFunctionalities", "SellDataToThirdParties", "SellInsightsFromData", "SellProducts",
        "SellProductsToDataSubject", "ServiceOptimisation", "ServicePersonalisation", "ServiceProvision", "ServiceRegistration",
        "ServiceUsageAnalytics", "SocialMediaMarketing", "TargetedAdvertising", "TechnicalServiceProvision", "UserInterfacePersonalisation",
        "VendorManagement", "VendorPayment", "VendorRecordsManagement", "VendorSelectionAssessment", "Verification",
    ];

    /// <summary>What a purpose falls under; the vocabulary's root where the policy does not say.</summary>
    internal static IEnumerable<string> Of(Clause purpose) => purpose.Dpv.IsEmpty ? ["dpv:Purpose"] : purpose.Dpv.Select(term => "dpv:" + term);

    /// <summary>What a kind of personal data falls under, told from the shape of its value; the vocabulary's root for free text.</summary>
    internal static string Of(ItemDeclaration item) => item.Shape switch
    {
        "person-name" or "kana" => "pd:Name",
        "postal-address" => "pd:PhysicalAddress",
        "postal-code" => "pd:PostalCode",
        "phone" or "email" => "pd:Contact",
        "birth-date" => "pd:BirthDate",
        "bank-account" => "pd:BankAccount",
        "card-token" => "pd:PaymentCard",
        "individual-number" => "pd:OfficialID",
        "member-number" => "pd:Identifying",
        "country" => "pd:Country",
        _ => "dpv:PersonalData",
    };

    /// <summary>The classes of a kind of personal data. Special-care information (APPI 2(3)) and Individual Numbers are sensitive.</summary>
    internal static string[] ClassesOf(ItemDeclaration item) =>
        item.Class == ItemClass.Ordinary ? ["dpv:PersonalData"] : ["dpv:PersonalData", "dpv:SensitivePersonalData"];

    /// <summary>The role in law of whoever receives data.</summary>
    internal static string Of(RecipientSort sort) => sort switch
    {
        RecipientSort.Staff => "dpv:DataController",
        RecipientSort.Self => "dpv:DataSubject",
        RecipientSort.JointUser => "dpv:JointDataControllers",
        RecipientSort.Entrustee => "dpv:DataProcessor",
        RecipientSort.Authority => "dpv:Authority",
        RecipientSort.Adviser or RecipientSort.ThirdParty => "dpv:ThirdParty",
    };

    /// <summary>
    /// The legal basis of a provision by its article of the APPI: 27(1)(i) laws, (ii) life and property, (iii) public health, (iv) the State's
    /// affairs. What has no counterpart is the root, labelled with the article.
    /// </summary>
    internal static string OfGround(string? article, bool consent) => (article, consent) switch
    {
        (_, true) => "dpv:Consent",
        ("27(1)(1)", _) => "dpv:LegalObligation",
        ("27(1)(2)", _) => "dpv:VitalInterest",
        ("27(1)(3)" or "27(1)(4)", _) => "dpv:PublicInterest",
        _ => "dpv:LegalBasis",
    };
}
