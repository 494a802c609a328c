"""The condition keys that requests to every service may have, which the action data leaves out.

IAM User Guide: AWS global condition context keys. Among them are those that a role session keeps
from what it was made for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from policybook.iam.servicedata import ConditionKey, condition_key, key_pattern

_NAMES = {
    "String": """
        aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:Ec2InstanceSourceVpc
        aws:FederatedProvider aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalServiceName
        aws:PrincipalTag/${TagKey} aws:PrincipalType aws:referer aws:RequestedRegion
        aws:RequestTag/${TagKey} aws:ResourceAccount aws:ResourceOrgID aws:ResourceTag/${TagKey}
        aws:SourceAccount aws:SourceIdentity aws:SourceOrgID aws:SourceVpc
        aws:SourceVpce aws:UserAgent aws:userid aws:username aws:VpceAccount aws:VpceOrgID
        ec2:RoleDelivery glue:CredentialIssuingService glue:RoleAssumedBy identitystore:UserId
    """,
    "ArrayOfString": """
        aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths
        aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths
    """,
    "ARN": """
        aws:ChatbotSourceArn aws:PrincipalArn aws:SigninSessionArn aws:SourceArn aws:SourceVpcArn
        ec2:SourceInstanceArn lambda:SourceFunctionArn ssm:SourceInstanceArn
    """,
    "Bool": """
        aws:AssumedRoot aws:IsMcpServiceAction aws:MultiFactorAuthPresent
        aws:PrincipalIsAWSService aws:SecureTransport aws:ViaAWSMCPService aws:ViaAWSService
    """,
    "Numeric": "aws:MultiFactorAuthAge",
    "Date": "aws:CurrentTime aws:EpochTime aws:TokenIssueTime",
    "IPAddress": "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
}


@cache
def global_keys() -> Mapping[str, ConditionKey]:
    """The global condition keys by their pattern: in lower case, `*` for what is variable."""
    return {
        key_pattern(name): condition_key(name, written)
        for written, names in _NAMES.items()
        for name in names.split()
    }
